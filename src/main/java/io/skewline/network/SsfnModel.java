// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.network.EngineSettings.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A model in service: an engine's outputs, calibrated. One batch of the engine per call under way.
 */
final class SsfnModel implements FusionModel {
  /** Larger batches are computed in slices. */
  static final int MOST_ROWS = 128;

  private final BundleManifest manifest;
  private final String hash;
  private final SsfnShape shape;
  private final Normaliser[] normalisers;
  private final Calibration calibration;
  private final FusionEngine engine;

  /** Not a ThreadLocal: its values would refer to their own key and outlive a replaced model. */
  private final Queue<FusionEngine.Batch> idle = new ConcurrentLinkedQueue<>();

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

  /** On the native engine. */
  SsfnModel(BundleManifest manifest, String hash, Parts parts) {
    this(manifest, hash, parts, new NativeEngine(parts));
  }

  /** Takes the engine over. */
  SsfnModel(BundleManifest manifest, String hash, Parts parts, FusionEngine engine) {
    this.manifest = manifest;
    this.hash = hash;
    this.shape = parts.shape();
    this.normalisers = parts.normalisers();
    this.calibration = parts.calibration();
    this.engine = engine;
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
  public Set<String> engines() {
    return engine.engines().stream().map(Engine::label).collect(Collectors.toSet());
  }

  @Override
  public List<FusionScore> score(List<AlignedWindow> windows) {
    List<FusionScore> scores = new ArrayList<>(windows.size());
    FusionEngine.Batch batch = batch(Math.min(windows.size(), MOST_ROWS));
    try {
      for (int from = 0; from < windows.size(); from += MOST_ROWS) {
        int to = Math.min(windows.size(), from + MOST_ROWS);
        score(batch.run(windows.subList(from, to)), to - from, scores);
      }
    } catch (RuntimeException | Error e) {
      batch.close();
      throw e;
    }
    idle.add(batch);
    return scores;
  }

  @Override
  public Map<Modality, Double> inputPower(AlignedWindow window) {
    Map<Modality, Double> sums = new HashMap<>();
    Map<Modality, Integer> counts = new HashMap<>();
    List<SsfnShape.Slot> slots = shape.slots();
    new SlotVectors(shape, List.of(window))
        .forEach(
            (slot, row, vector) -> {
              Modality modality = shape.modalities().get(slots.get(slot).modality()).modality();
              sums.merge(modality, normalisers[slot].power(vector), Double::sum);
              counts.merge(modality, 1, Integer::sum);
            });
    sums.replaceAll((modality, sum) -> sum / counts.get(modality));
    return sums;
  }

  /** One that is idle, made anew if it is too small. */
  private FusionEngine.Batch batch(int rows) {
    FusionEngine.Batch taken = idle.poll();
    if (taken != null && taken.rows() >= rows) {
      return taken;
    }
    if (taken != null) {
      taken.close();
    }
    return engine.batch(FusionEngine.padded(rows));
  }

  private void score(FusionEngine.Output output, int rows, List<FusionScore> to) {
    for (int r = 0; r < rows; r++) {
      int subset = Calibration.subset(output.present()[r]);
      double agreement = output.agreements()[r];
      to.add(
          shape.task() instanceof Task.Regression
              ? valueScore(output.values().get(r, 0), calibration.halfWidth(subset), agreement)
              : classScore(output.values(), r, calibration.temperature(subset), agreement));
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
    double value = output * calibration.deviation() + calibration.mean();
    return new FusionScore(
        new float[] {(float) value},
        0,
        Calibration.COVERAGE,
        value - halfWidth,
        value + halfWidth,
        agreement);
  }

  @Override
  public void close() {
    try (engine) {
      for (FusionEngine.Batch batch; (batch = idle.poll()) != null; ) {
        batch.close();
      }
    }
  }
}
