// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.ssfn.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some layers as one standardised row per window; a missing layer is zeros. Where full layer stacks
 * of all examples would not fit into {@value #MOST_FLOATS} floats, only the top layers of each
 * modality that do fit take part.
 */
final class DenseInputs {
  private static final long MOST_FLOATS = 32L << 20;
  private final List<Source> sources;
  private final List<Standardiser> standardisers = new ArrayList<>();
  final int width;

  DenseInputs(List<Source> sources, List<Example> train) {
    this.sources = List.copyOf(sources);
    sources.forEach(source -> standardisers.add(Standardiser.fit(train, source)));
    width = sources.stream().mapToInt(Source::width).sum();
  }

  /** Whether so many rows of these sources are small enough for a full-batch fit. */
  static boolean fit(List<Source> sources, int rows) {
    return sources.stream().mapToLong(Source::width).sum() * rows <= MOST_FLOATS;
  }

  static List<Source> stacks(List<ModalitySpec> modalities, int rows) {
    int layers = modalities.stream().mapToInt(ModalitySpec::layers).max().orElse(1);
    while (layers > 1 && floats(modalities, layers) * rows > MOST_FLOATS) {
      layers--;
    }
    List<Source> sources = new ArrayList<>();
    for (int m = 0; m < modalities.size(); m++) {
      ModalitySpec spec = modalities.get(m);
      for (int l = Math.max(1, spec.layers() - layers + 1); l <= spec.layers(); l++) {
        sources.add(new Source(spec.modality(), m, l, spec.width()));
      }
    }
    return sources;
  }

  private static long floats(List<ModalitySpec> modalities, int layers) {
    return modalities.stream()
        .mapToLong(spec -> (long) Math.min(layers, spec.layers()) * spec.width())
        .sum();
  }

  void fill(AlignedWindow window, float[] rows, int offset) {
    for (int s = 0; s < sources.size(); s++) {
      Optional<float[]> vector = sources.get(s).in(window);
      if (vector.isPresent()) {
        standardisers.get(s).apply(vector.get(), rows, offset);
      }
      offset += sources.get(s).width();
    }
  }

  float[] rows(List<Example> examples) {
    float[] rows = new float[examples.size() * width];
    for (int i = 0; i < examples.size(); i++) {
      fill(examples.get(i).window(), rows, i * width);
    }
    return rows;
  }
}
