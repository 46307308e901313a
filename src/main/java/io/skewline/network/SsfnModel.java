// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A model in service: direct sgemm and fused loops over scratch memory, one per call under way.
 *
 * <p>Every batch is computed in slices of a fixed number of rows, padded with zeros: BLAS picks its
 * kernel by the shape, so only a fixed shape gives a window the same score in every batch.
 */
final class SsfnModel implements FusionModel {
  private static final int SMALL = 4;
  private static final int LARGE = 32;

  private final BundleManifest manifest;
  private final String hash;
  private final Parts parts;

  /** Not a ThreadLocal: its values would refer to their own key and outlive a replaced model. */
  private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();

  /**
   * What a bundle holds beside its manifest.
   *
   * @param normalisers per slot of the shape
   * @param agreement empty where too little was there to learn it from
   */
  record Parts(
      SsfnShape shape,
      SsfnWeights weights,
      Normaliser[] normalisers,
      Calibration calibration,
      Optional<Agreement> agreement) {}

  SsfnModel(BundleManifest manifest, String hash, Parts parts) {
    this.manifest = manifest;
    this.hash = hash;
    this.parts =
        new Parts(
            parts.shape(),
            parts.weights().folded(),
            parts.normalisers(),
            parts.calibration(),
            parts.agreement());
  }

  /** What one call computes in. */
  private final class Scratch {
    private final SsfnEngine small = new SsfnEngine(parts, SMALL);
    private final SsfnEngine large = new SsfnEngine(parts, LARGE);
  }

  @Override
  public BundleManifest manifest() {
    return manifest;
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public List<FusionScore> score(List<AlignedWindow> windows) {
    Scratch taken = idle.poll();
    Scratch mine = taken != null ? taken : new Scratch();
    List<FusionScore> scores = new ArrayList<>(windows.size());
    for (int from = 0; from < windows.size(); ) {
      int left = windows.size() - from;
      SsfnEngine engine = left <= SMALL ? mine.small : mine.large;
      int n = Math.min(left, engine.rows());
      score(engine, windows.subList(from, from + n), scores);
      from += n;
    }
    idle.add(mine);
    return scores;
  }

  private void score(SsfnEngine engine, List<AlignedWindow> windows, List<FusionScore> to) {
    for (int r = 0; r < windows.size(); r++) {
      engine.load(r, windows.get(r));
    }
    SsfnEngine.Output output = engine.run(windows.size());
    Calibration calibration = parts.calibration();
    for (int r = 0; r < windows.size(); r++) {
      int subset = Calibration.subset(engine.present(r));
      double agreement = output.agreements()[r];
      to.add(
          parts.shape().task() instanceof Task.Classification
              ? classScore(output.values(), r, calibration.temperature(subset), agreement)
              : valueScore(output.values().get(r, 0), calibration.halfWidth(subset), agreement));
    }
  }

  private static FusionScore classScore(
      Matrix logits, int row, double temperature, double agreement) {
    int n = logits.cols;
    float[] scores = new float[n];
    int best = 0;
    for (int c = 0; c < n; c++) {
      if (logits.get(row, c) > logits.get(row, best)) {
        best = c;
      }
    }
    double sum = 0;
    for (int c = 0; c < n; c++) {
      double e = Math.exp((logits.get(row, c) - logits.get(row, best)) / temperature);
      scores[c] = (float) e;
      sum += e;
    }
    for (int c = 0; c < n; c++) {
      scores[c] = (float) (scores[c] / sum);
    }
    return new FusionScore(scores, best, scores[best], Double.NaN, Double.NaN, agreement);
  }

  private FusionScore valueScore(float output, double halfWidth, double agreement) {
    Calibration calibration = parts.calibration();
    double value = output * calibration.deviation() + calibration.mean();
    return new FusionScore(
        new float[] {(float) value},
        0,
        Calibration.COVERAGE,
        value - halfWidth,
        value + halfWidth,
        agreement);
  }

  /** The memory goes with the object: BLAS reads it only while a call holds the model. */
  @Override
  public void close() {
    idle.clear();
  }
}
