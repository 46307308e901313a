// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every dataset: the generator, and the formats that a folder can have. */
public final class Datasets {
  private Datasets() {}

  /** What a dataset may be asked for beside its format. */
  public record Options(boolean regression, int streams, double outageRate, long seed) {
    public static Options defaults() {
      return new Options(false, 8, 0.15, 1);
    }
  }

  /** Audio-video events without end. */
  public static Dataset generator(Options options) {
    return new EventGenerator(options.streams(), options.seed(), options.outageRate());
  }

  /**
   * Rows not marked {@code val} first, behind them the others, all without their marks.
   *
   * @param all closed with the one returned
   * @return tells by {@link Dataset#changeMicros} where the others begin
   * @throws IllegalArgumentException if it has no end
   */
  public static Dataset unseenLast(Dataset all) {
    return new UnseenLast(all);
  }

  /**
   * @param modalities the topology's, in order: sets of two texts take their names from there
   * @throws IOException naming path and line of what cannot be read
   */
  public static Dataset open(
      DatasetFormat format, Path folder, List<Modality> modalities, Options options)
      throws IOException {
    boolean named = modalities.size() == 2;
    Modality first = named ? modalities.get(0) : new Modality("text-a");
    Modality second = named ? modalities.get(1) : new Modality("text-b");
    return switch (format) {
      case AV_DIGITS -> new AvDigits(folder);
      case GRID_AV -> new GridAv(folder);
      case MOSI -> new Mosi(folder, options.regression());
      case TEXT_TEXT -> new TextText(folder, first, second);
      case IEMOCAP -> new Iemocap(folder, options.regression());
      case AVE -> new Ave(folder);
      case HATEFUL_MEMES -> new HatefulMemes(folder);
      case CSD -> new Csd(folder, options.regression());
      case C4EL -> new C4el(folder, first, second);
    };
  }
}
