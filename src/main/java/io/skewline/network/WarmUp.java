// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Runs a model on a window of zeros, so that the first real one pays for nothing. */
final class WarmUp {
  private WarmUp() {}

  static AlignedWindow window(SsfnShape shape) {
    Map<Modality, PooledModality> present = new TreeMap<>();
    for (ModalitySpec spec : shape.modalities()) {
      float[][] layers = new float[spec.layers()][spec.width()];
      present.put(spec.modality(), new PooledModality(LayerStack.ofAll(layers), 1, 0));
    }
    return new AlignedWindow(new WindowId(new StreamId("warm"), 0, 0, 1), "", present);
  }

  static void run(FusionModel model, SsfnShape shape) throws BadBundleException {
    AlignedWindow window = window(shape);
    for (int n : new int[] {1, 40, 1, 40}) {
      for (FusionScore score : model.score(Collections.nCopies(n, window))) {
        for (float s : score.scores()) {
          if (!Float.isFinite(s)) {
            throw new BadBundleException(Reason.NON_FINITE, "the score of a zero window");
          }
        }
      }
    }
  }
}
