// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.jmh;

import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import io.skewline.serve.ActiveModel;
import io.skewline.serve.RecentVerdicts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** What a verdict costs two stream threads so that a dashboard can show it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(2)
public class TellVerdict {
  @Param({"false", "true"})
  private boolean watched;

  private RecentVerdicts verdicts;
  private ClosedWindow window;
  private Prediction prediction;

  @Setup
  public void make() {
    verdicts = new RecentVerdicts(new ActiveModel(Meters.unread()));
    verdicts.ask(watched);
    Modality audio = new Modality("audio");
    WindowId id = new WindowId(new StreamId("camera-1"), 0, 0, 1_000_000);
    PooledModality pooled = new PooledModality(LayerStack.ofAll(new float[768]), 25, 500_000);
    window =
        new ClosedWindow(
            new AlignedWindow(id, "", Map.of(audio, pooled)),
            ClosingReason.COMPLETE,
            List.of(),
            0,
            0);
    Prediction.Scored scored =
        new Prediction.Scored(
            List.of("yes", "no"), new FusionScore(new float[] {1, 0}, 0, 1, 0, 0), "late", 1, "h");
    prediction =
        new Prediction(
            id,
            Verdict.FUSED,
            ClosingReason.COMPLETE,
            List.of(audio),
            List.of(),
            List.of(),
            Map.of(audio, 0L),
            0,
            0,
            Optional.of(scored));
  }

  @Benchmark
  public void tell() {
    verdicts.verdict(window, prediction);
  }
}
