// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.fusion.BundleManifest;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.network.ssfn.SsfnEngine;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.TensorSet;
import io.skewline.network.ssfn.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits the calibration of every subset of modalities on the validation windows that hold all of the
 * subset, the other modalities masked. A subset without such a window takes the most cautious value
 * of the others.
 */
final class Calibrator {
  private static final double COVERAGE = 0.9;
  private static final double PRECISION = 1e-4;

  private Calibrator() {}

  static TensorSet calibrated(SsfnSpec spec, TensorSet tensors, List<Example> validation) {
    float[] ones = new float[spec.subsets()];
    Arrays.fill(ones, 1);
    TensorSet plain = tensors.with(Tensors.CALIBRATION, Tensor.vector(ones));
    BundleManifest manifest =
        new BundleManifest(
            0,
            "",
            spec.task(),
            spec.modalities(),
            spec.plan(),
            spec.block().label(),
            spec.width(),
            Map.of());
    float[] perSubset = new float[spec.subsets()];
    try (SsfnEngine engine = new SsfnEngine(manifest, "", plain)) {
      for (int subset = 1; subset < perSubset.length; subset++) {
        perSubset[subset] = fit(spec, engine, masked(spec, validation, subset));
      }
    }
    return tensors.with(Tensors.CALIBRATION, Tensor.vector(filled(perSubset)));
  }

  private static float[] filled(float[] perSubset) {
    float most = 0;
    for (float value : perSubset) {
      most = Math.max(most, value);
    }
    for (int i = 0; i < perSubset.length; i++) {
      perSubset[i] = perSubset[i] > 0 ? perSubset[i] : most > 0 ? most : 1;
    }
    return perSubset;
  }

  /** The windows that hold every modality of the subset, without the others. */
  private static List<Example> masked(SsfnSpec spec, List<Example> examples, int subset) {
    List<Example> masked = new ArrayList<>();
    for (Example example : examples) {
      Map<Modality, PooledModality> kept = new TreeMap<>();
      for (int m = 0; m < spec.modalities().size(); m++) {
        Modality modality = spec.modalities().get(m).modality();
        if ((subset >> m & 1) == 1 && example.window().has(modality)) {
          kept.put(modality, example.window().present().get(modality));
        }
      }
      if (kept.size() == Integer.bitCount(subset)) {
        AlignedWindow window = example.window();
        masked.add(
            new Example(new AlignedWindow(window.id(), window.session(), kept), example.target()));
      }
    }
    return masked;
  }

  private static float fit(SsfnSpec spec, SsfnEngine engine, List<Example> examples) {
    if (examples.isEmpty()) {
      return 0;
    }
    float[][] outputs = engine.logits(examples.stream().map(Example::window).toList());
    return spec.classifies() ? temperature(outputs, examples) : halfWidth(outputs, examples);
  }

  /**
   * The ⌈(n + 1) · 0.9⌉-th smallest absolute error: an exchangeable new window errs by no more with
   * probability 0.9. Fewer than 9 windows cannot promise that; the largest error stands in.
   */
  private static float halfWidth(float[][] outputs, List<Example> examples) {
    double[] errors = new double[outputs.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(outputs[i][0] - examples.get(i).target());
    }
    Arrays.sort(errors);
    int rank = (int) Math.ceil((errors.length + 1) * COVERAGE);
    return (float) Math.max(1e-6, errors[Math.min(errors.length, rank) - 1]);
  }

  private static float temperature(float[][] logits, List<Example> examples) {
    int classes = logits[0].length;
    float[] flat = new float[logits.length * classes];
    int[] truth = new int[logits.length];
    for (int i = 0; i < logits.length; i++) {
      System.arraycopy(logits[i], 0, flat, i * classes, classes);
      truth[i] = (int) examples.get(i).target();
    }
    return (float) Temperature.fit(flat, truth, PRECISION).value();
  }
}
