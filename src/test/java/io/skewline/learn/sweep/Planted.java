// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.learn.FitSettings;
import io.skewline.learn.measure.ClassMeasure;
import io.skewline.learn.measure.ClusterMeasure;
import io.skewline.learn.measure.ValueMeasure;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.network.DependencyOptions;
import io.skewline.network.SsfnShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Sets of which is known where the signal is. 24 streams, six of them marked val. */
public final class Planted {
  static final Modality AUDIO = new Modality("audio");
  static final Modality VIDEO = new Modality("video");
  static final List<ModalitySpec> SPECS =
      List.of(new ModalitySpec(AUDIO, 3, 4), new ModalitySpec(VIDEO, 3, 4));
  public static final Task YES_NO = new Task.Classification(List.of("no", "yes"));
  private static final int STREAMS = 24;
  private static final int VAL_STREAMS = 6;

  private Planted() {}

  public static SweepSettings settings(Task task, int seeds, int budget, int epochs) {
    FitSettings fit =
        new FitSettings(
            new SsfnShape(task, SPECS, FusionPlan.late(SPECS), SsfnShape.Block.CO_ATTENTION, 8),
            epochs,
            32,
            0.01,
            0.2,
            DependencyOptions.NONE,
            0.25,
            3);
    boolean classes = task instanceof Task.Classification;
    return new SweepSettings(
        fit, classes ? ClassMeasure.ACCURACY : ValueMeasure.MAE, seeds, budget, 200, 2);
  }

  /** For clusters, by what the modalities have in common. */
  static SweepSettings unlabelled(int clusters, int seeds, int budget, int epochs) {
    SweepSettings settings = settings(new Task.Clustering(clusters), seeds, budget, epochs);
    DependencyOptions kl = DependencyOptions.NONE.with(DependencyOptions.Objective.KL, 0.1);
    return new SweepSettings(
        settings.fit().with(kl), ClusterMeasure.SILHOUETTE, seeds, budget, settings.resamples(), 2);
  }

  /** The class is the exclusive or of a sign in one layer of audio and one in one of video. */
  public static List<LabelledWindow> product(int n, int audioLayer, int videoLayer, long seed) {
    return windows(
        n,
        seed,
        random -> {
          boolean a = random.nextBoolean();
          boolean b = random.nextBoolean();
          float[][] audio = noise(random);
          float[][] video = noise(random);
          audio[audioLayer - 1][0] += a ? 1 : -1;
          video[videoLayer - 1][0] += b ? 1 : -1;
          return new Drawn(audio, video, new Label.ClassTarget(a ^ b ? "yes" : "no"));
        });
  }

  /** The value is in the top layer of audio; video knows nothing. */
  static List<LabelledWindow> audioOnly(int n, long seed) {
    return windows(
        n,
        seed,
        random -> {
          double value = random.nextGaussian();
          float[][] audio = noise(random);
          audio[2][0] += (float) value;
          return new Drawn(audio, noise(random), new Label.ValueTarget(value));
        });
  }

  private record Drawn(float[][] audio, float[][] video, Label.Target target) {}

  private static float[][] noise(Random random) {
    float[][] layers = new float[3][4];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (float) (0.3 * random.nextGaussian());
      }
    }
    return layers;
  }

  private static List<LabelledWindow> windows(int n, long seed, Function<Random, Drawn> draw) {
    Random random = new Random(seed);
    List<LabelledWindow> windows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Drawn drawn = draw.apply(random);
      int stream = i % STREAMS;
      WindowId id = new WindowId(new StreamId("s" + stream), 0, i * 1000L, i * 1000L + 1000);
      windows.add(
          new LabelledWindow(
              new AlignedWindow(
                  id, "", Map.of(AUDIO, pooled(drawn.audio), VIDEO, pooled(drawn.video))),
              drawn.target,
              stream < VAL_STREAMS ? "val" : "train",
              ""));
    }
    return windows;
  }

  private static PooledModality pooled(float[][] layers) {
    return new PooledModality(LayerStack.ofAll(layers), 1, 0);
  }
}
