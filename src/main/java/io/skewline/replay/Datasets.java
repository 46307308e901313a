// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every dataset by its name. */
public final class Datasets {
  public static final List<String> NAMES =
      List.of("av-digits", "grid-av", "mosi", "text-text", "generator");

  private Datasets() {}

  /** What a dataset may be asked for beside its name. */
  public record Options(boolean regression, int streams, double outageRate, long seed) {
    public static Options defaults() {
      return new Options(false, 8, 0.15, 1);
    }
  }

  /**
   * @param root the folder that holds the sets' folders; unused by the generator
   * @param modalities the topology's, in order: text-text takes its two names from there
   * @throws IllegalArgumentException if there is no such dataset
   * @throws IOException naming path and line of what cannot be read
   */
  public static Dataset open(String name, Path root, List<Modality> modalities, Options options)
      throws IOException {
    return switch (name) {
      case "av-digits" -> new AvDigits(root.resolve(name));
      case "grid-av" -> new GridAv(root.resolve(name));
      case "mosi" -> new Mosi(root.resolve(name), options.regression());
      case "text-text" -> {
        boolean named = modalities.size() == 2;
        yield new TextText(
            root.resolve(name),
            named ? modalities.get(0) : new Modality("text-a"),
            named ? modalities.get(1) : new Modality("text-b"));
      }
      case "generator" ->
          new EventGenerator(options.streams(), options.seed(), options.outageRate());
      default ->
          throw new IllegalArgumentException("dataset must be one of " + NAMES + ": was " + name);
    };
  }
}
