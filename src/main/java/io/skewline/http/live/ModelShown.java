// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A model that served or was to be tried.
 *
 * @param role {@code active} or {@code candidate}
 * @param published wall clock, milliseconds
 * @param reason in its publisher's words
 * @param serving whether it serves in this process now
 * @param plan the plan's name; null where its bundle was not loaded here
 * @param score of the evaluation that it passed, likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelShown(
    long version,
    String hash,
    String role,
    long published,
    String reason,
    boolean serving,
    @Nullable String plan,
    @Nullable Score score) {

  /** With its 95 % interval over n windows. */
  public record Score(double value, double low, double high, long n) {}
}
