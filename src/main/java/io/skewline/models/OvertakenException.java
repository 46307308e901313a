// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * While one model took over in steps, somebody else activated another in its role. What they
 * activated stands, the rest of our steps is not written. Not to be published once more for that:
 * whoever came later knew more.
 */
public final class OvertakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable String found;

  /**
   * @param next what was to be activated
   * @param found what was activated instead
   */
  public OvertakenException(Activation next, Optional<Activation> found) {
    super(
        "model version %d (%s) was to be %s, but %s was activated meanwhile and stays"
            .formatted(
                next.version(),
                next.hash(),
                next.role(),
                found.map(a -> "version " + a.version() + " (" + a.hash() + ")").orElse("none")));
    this.found = found.map(Activation::hash).orElse(null);
  }

  /** The hash of what was activated instead. */
  public Optional<String> found() {
    return Optional.ofNullable(found);
  }
}
