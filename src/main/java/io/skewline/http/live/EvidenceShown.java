// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much each modality of a window speaks for the answer.
 *
 * @param start of the window, event time, milliseconds
 */
public record EvidenceShown(String stream, long epoch, long start, List<Part> parts) {

  /**
   * What the model says on this modality alone.
   *
   * @param support the share that it gives to the answer on all modalities; null for a value
   * @param label its own answer; null for a value
   * @param value null for a class
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(
      String modality, @Nullable Double support, @Nullable String label, @Nullable Double value) {}
}
