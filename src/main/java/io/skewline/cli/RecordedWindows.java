// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Task;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Encoder;
import io.skewline.replay.Dataset;
import io.skewline.replay.FrameSink;
import io.skewline.replay.ReplayListener;
import io.skewline.replay.ReplayRun;
import io.skewline.replay.ReplaySettings;
import io.skewline.topology.FusionApp;
import io.skewline.train.RecordedExamples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A data set as the labelled windows that the trainer would see, without a broker. */
final class RecordedWindows {
  /** What the replay takes for now: the same run must give the same windows on any day. */
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private RecordedWindows() {}

  /**
   * @param dataset stays the caller's
   * @param settings at any speed: nothing is waited for
   */
  static List<LabelledWindow> of(
      FusionApp app,
      Dataset dataset,
      Map<Modality, Encoder> encoders,
      ReplaySettings settings,
      ReplayListener listener)
      throws InterruptedException {
    RecordedExamples examples = new RecordedExamples(app.align(), app.train());
    try (ReplayRun run =
        new ReplayRun(dataset, encoders, settings, into(examples), CLOCK, listener)) {
      run.run();
    }
    List<LabelledWindow> windows = examples.finish();
    if (windows.isEmpty()) {
      throw new IllegalStateException(dataset.name() + " gives no labelled window");
    }
    windows.forEach(window -> requireFit(app.task(), window.target()));
    return windows;
  }

  private static void requireFit(Task task, Label.Target target) {
    boolean fits =
        task instanceof Task.Classification classes
            ? target instanceof Label.ClassTarget named && classes.labels().contains(named.name())
            : task instanceof Task.Clustering || target instanceof Label.ValueTarget;
    if (!fits) {
      throw new IllegalStateException("the data set's " + target + " does not fit " + task);
    }
  }

  private static FrameSink into(RecordedExamples examples) {
    return new FrameSink() {
      @Override
      public int publish(Frame frame) {
        examples.add(frame);
        return 0;
      }

      @Override
      public void publish(Label label) {
        examples.add(label);
      }

      @Override
      public void end(StreamId stream, Modality modality, long eventTimeMicros, String session) {
        examples.end(new EndOfStream(stream, modality, eventTimeMicros, session));
      }

      @Override
      public void flush() {
        // Nothing is under way.
      }
    };
  }
}
