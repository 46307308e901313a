// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.learn.FitSettings;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
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
import io.skewline.wire.Codec;
import io.skewline.wire.RejectReason;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Windows of 1 s, given in seconds, and what goes with them. */
final class TestExamples {
  static final StreamId CAM = new StreamId("cam");
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality VIDEO = new Modality("video");

  private TestExamples() {}

  static TrainSettings settings(String topic, Duration horizon, int first, int every, int most) {
    List<ModalitySpec> specs =
        List.of(new ModalitySpec(AUDIO, 2, 4), new ModalitySpec(VIDEO, 2, 4));
    FitSettings fit =
        new FitSettings(
            new SsfnShape(
                new Task.Classification(List.of("no", "yes")),
                specs,
                FusionPlan.late(specs),
                SsfnShape.Block.CONCAT,
                8),
            1,
            8,
            0.01,
            0,
            DependencyOptions.NONE,
            0.3,
            1);
    return new TrainSettings(
        "labels",
        topic,
        horizon,
        0.5,
        first,
        every,
        most,
        fit,
        Optional.empty(),
        LabelRule.MAJORITY,
        new LearnerSettings(1 << 20, Optional.empty(), Optional.empty(), false, Optional.empty()));
  }

  static TrainSettings with(TrainSettings settings, LabelRule rule) {
    return with(settings, rule, settings.learner());
  }

  static TrainSettings with(TrainSettings settings, LearnerSettings learner) {
    return with(settings, settings.labelRule(), learner);
  }

  private static TrainSettings with(
      TrainSettings settings, LabelRule rule, LearnerSettings learner) {
    return new TrainSettings(
        settings.labelsTopic(),
        settings.examplesTopic(),
        settings.horizon(),
        settings.minOverlap(),
        settings.firstRound(),
        settings.roundEvery(),
        settings.maxExamples(),
        settings.fit(),
        settings.autoPlan(),
        rule,
        learner);
  }

  static WindowId id(StreamId stream, double start) {
    return new WindowId(stream, 0, micros(start), micros(start + 1));
  }

  static AlignedWindow window(WindowId id) {
    PooledModality pooled =
        new PooledModality(LayerStack.ofAll(new float[] {1}), 1, id.startMicros());
    return new AlignedWindow(id, "", Map.of(AUDIO, pooled, VIDEO, pooled));
  }

  static ClosedWindow closed(AlignedWindow window) {
    return new ClosedWindow(window, ClosingReason.COMPLETE, List.of(), 0, 0);
  }

  static Label label(StreamId stream, double start, double end, String name) {
    return new Label(
        stream, micros(start), micros(end), new Label.ClassTarget(name), "train", "someone");
  }

  static long micros(double seconds) {
    return Math.round(seconds * 1e6);
  }

  /** Carries stream, start and class name only. */
  static Codec<LabelledWindow> codec() {
    return new Codec<>() {
      @Override
      public byte[] encode(String topic, LabelledWindow value) {
        WindowId id = value.window().id();
        String name = ((Label.ClassTarget) value.target()).name();
        return (id.stream() + " " + id.startMicros() + " " + name).getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public LabelledWindow decode(String topic, byte[] key, byte[] bytes) throws WireException {
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ");
        if (parts.length != 3) {
          throw new WireException(RejectReason.NOT_AVRO, parts.length + " words");
        }
        WindowId id = id(new StreamId(parts[0]), Long.parseLong(parts[1]) / 1e6);
        return new LabelledWindow(window(id), new Label.ClassTarget(parts[2]), "", "");
      }
    };
  }
}
