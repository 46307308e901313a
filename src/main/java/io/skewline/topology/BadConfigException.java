// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topology file that cannot be used; the message holds every problem, one a line. */
public final class BadConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  /**
   * @param problems each names place, key, value and what is allowed
   */
  public BadConfigException(String file, List<String> problems) {
    this(file, problems, null);
  }

  /** As found by somebody else. */
  public BadConfigException(String file, List<String> problems, @Nullable Throwable cause) {
    super(file + " cannot be used:\n  " + String.join("\n  ", problems), cause);
    this.problems = List.copyOf(problems);
  }

  /** Each names place, key, value and what is allowed. */
  public List<String> problems() {
    return problems;
  }
}
