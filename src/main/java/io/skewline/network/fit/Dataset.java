// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.Source;
import java.util.List;
import java.util.Optional;

/** Examples as standardised rows per source; the row of a missing layer is zero. */
final class Dataset {
  final int size;
  final List<Source> sources;

  /** Per source [size, width]. */
  final float[][] inputs;

  final boolean[][] present;

  /** Index of the class, or the value. */
  final float[] targets;

  Dataset(List<Example> examples, List<Source> sources, List<Standardiser> standardisers) {
    size = examples.size();
    this.sources = sources;
    inputs = new float[sources.size()][];
    present = new boolean[sources.size()][size];
    targets = new float[size];
    for (int i = 0; i < size; i++) {
      targets[i] = (float) examples.get(i).target();
    }
    for (int s = 0; s < sources.size(); s++) {
      inputs[s] = rows(examples, sources.get(s), standardisers.get(s), present[s]);
    }
  }

  /** The targets of a classification. */
  int[] classes() {
    int[] classes = new int[size];
    for (int i = 0; i < size; i++) {
      classes[i] = (int) targets[i];
    }
    return classes;
  }

  private static float[] rows(
      List<Example> examples, Source source, Standardiser standardiser, boolean[] present) {
    float[] rows = new float[examples.size() * source.width()];
    for (int i = 0; i < present.length; i++) {
      Optional<float[]> vector = source.in(examples.get(i).window());
      present[i] = vector.isPresent();
      if (present[i]) {
        standardiser.apply(vector.get(), rows, i * source.width());
      }
    }
    return rows;
  }
}
