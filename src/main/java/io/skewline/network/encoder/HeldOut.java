// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.ValueTarget;
import java.util.List;

/** Loss and score of an encoder's own head on examples it was not fitted on. */
final class HeldOut {
  private HeldOut() {}

  static EncoderTrainer.Best measure(Encoder encoder, List<Example> held, int epoch) {
    double loss = 0;
    double right = 0;
    double[] truth = new double[held.size()];
    double[] guess = new double[held.size()];
    for (int i = 0; i < held.size(); i++) {
      float[] scores = encoder.predict(held.get(i).features());
      if (held.get(i).target() instanceof ClassTarget c) {
        int label = encoder.info().labels().indexOf(c.name());
        loss -= Math.log(Math.max(1e-7, scores[label]));
        right += label == largest(scores) ? 1 : 0;
      } else if (held.get(i).target() instanceof ValueTarget v) {
        truth[i] = v.value();
        guess[i] = scores[0];
        loss += (truth[i] - guess[i]) * (truth[i] - guess[i]);
      }
    }
    boolean regression = encoder.info().labels().isEmpty();
    double score = regression ? pearson(truth, guess) : right / held.size();
    return new EncoderTrainer.Best(epoch, loss / held.size(), score);
  }

  static int largest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private static double pearson(double[] a, double[] b) {
    double ma = java.util.Arrays.stream(a).average().orElse(0);
    double mb = java.util.Arrays.stream(b).average().orElse(0);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return aa * bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
  }
}
