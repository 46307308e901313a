// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import java.util.List;

/**
 * Which layers the serving model fuses.
 *
 * @param block how layer vectors become one
 */
public record PlanShown(
    long version, String name, String block, int width, List<Depth> modalities, List<Pair> pairs) {

  /** How many layers there are to choose from. */
  public record Depth(String name, int layers) {}

  public record Pair(String first, int firstLayer, String second, int secondLayer) {}
}
