// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A model whose score is the sum of all pooled values plus its version; it notices misuse. */
final class TestModel implements FusionModel {
  static final Modality VIDEO = new Modality("video");
  static final Modality AUDIO = new Modality("audio");

  private final long version;
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger misused = new AtomicInteger();
  final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger scoring = new AtomicInteger();

  TestModel(long version) {
    this.version = version;
  }

  @Override
  public BundleManifest manifest() {
    FusionPlan plan = new FusionPlan("late", List.of(new LayerPair(VIDEO, 1, AUDIO, 1)));
    List<ModalitySpec> specs =
        List.of(new ModalitySpec(VIDEO, 1, 1), new ModalitySpec(AUDIO, 1, 1));
    return new BundleManifest(
        version, "", new Task.Regression(), specs, plan, "concat", 1, "mean", "none", Map.of());
  }

  @Override
  public String hash() {
    return "%064d".formatted(version);
  }

  @Override
  public Set<String> engines() {
    return Set.of("native");
  }

  @Override
  public List<FusionScore> score(List<AlignedWindow> windows) {
    scoring.incrementAndGet();
    batches.add(windows.size());
    List<FusionScore> scores = windows.stream().map(this::score).toList();
    if (closed.get() > 0) {
      misused.incrementAndGet();
    }
    scoring.decrementAndGet();
    return scores;
  }

  private FusionScore score(AlignedWindow window) {
    double sum = version;
    for (PooledModality pooled : window.present().values()) {
      LayerStack layers = pooled.layers();
      for (int i = 0; i < layers.size(); i++) {
        for (float value : layers.valuesAt(i)) {
          sum += value;
        }
      }
    }
    return new FusionScore(new float[] {(float) sum}, 0, 0.95, sum - 1, sum + 1);
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    if (scoring.get() > 0) {
      misused.incrementAndGet();
    }
  }
}
