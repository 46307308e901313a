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
  private final SsfnShape shape;
  private final SsfnWeights weights;
  private final Normaliser[] normalisers;
  private final Calibration calibration;

  /** Not a ThreadLocal: its values would refer to their own key and outlive a replaced model. */
  private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();

  SsfnModel(
      BundleManifest manifest,
      String hash,
      SsfnShape shape,
      SsfnWeights weights,
      Normaliser[] normalisers,
      Calibration calibration) {
    this.manifest = manifest;
    this.hash = hash;
    this.shape = shape;
    this.weights = weights.folded();
    this.normalisers = normalisers;
    this.calibration = calibration;
  }

  /** What one call computes in. */
  private final class Scratch {
    private final SsfnEngine small = new SsfnEngine(shape, weights, SMALL);
    private final SsfnEngine large = new SsfnEngine(shape, weights, LARGE);
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
    boolean[][] present = engine.present();
    for (int r = 0; r < windows.size(); r++) {
      present[r] = WindowTable.presence(shape, windows.get(r));
      engine.load(r, shape, normalisers, windows.get(r), present[r]);
    }
    Matrix outputs = engine.run(windows.size());
    for (int r = 0; r < windows.size(); r++) {
      int subset = Calibration.subset(present[r]);
      to.add(
          shape.task() instanceof Task.Classification
              ? classScore(outputs, r, calibration.temperature(subset))
              : valueScore(outputs.get(r, 0), calibration.halfWidth(subset)));
    }
  }

  private static FusionScore classScore(Matrix logits, int row, double temperature) {
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
    return new FusionScore(scores, best, scores[best], Double.NaN, Double.NaN);
  }

  private FusionScore valueScore(float output, double halfWidth) {
    double value = output * calibration.deviation() + calibration.mean();
    return new FusionScore(
        new float[] {(float) value}, 0, Calibration.COVERAGE, value - halfWidth, value + halfWidth);
  }

  /** The memory goes with the object: BLAS reads it only while a call holds the model. */
  @Override
  public void close() {
    idle.clear();
  }
}
