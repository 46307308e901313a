// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.learn.FitSettings;
import io.skewline.learn.sweep.AutoPlan;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.models.ModelSettings;
import io.skewline.network.DependencyOptions;
import io.skewline.network.EngineSettings;
import io.skewline.network.SsfnShape;
import io.skewline.serve.FuseSettings;
import io.skewline.topology.FusionApp.Outputs;
import io.skewline.topology.FusionApp.Stream;
import io.skewline.train.TrainSettings;
import io.skewline.wire.DecodeSettings;
import io.skewline.wire.RegistrySettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checked values to the settings records of the packages. */
final class AppBuilder {
  /** A producer that is cut off from the models topic notices within that time. */
  private static final Duration ANNOUNCE_MARGIN = Duration.ofSeconds(10);

  private final Values values;
  private final FusionPlan plan;
  private final List<Stream> streams;
  private final Task task;

  /** The values must be complete. */
  AppBuilder(Values values, FusionPlan plan) {
    this.values = values;
    this.plan = plan;
    this.streams = IntStream.range(0, values.streams()).mapToObj(this::stream).toList();
    this.task =
        switch (values.get(Keys.TASK)) {
          case "regression" -> new Task.Regression();
          case "clustering" -> new Task.Clustering(values.get(Keys.CLUSTERS));
          default -> new Task.Classification(values.get(Keys.LABELS));
        };
  }

  static ModalitySpec spec(Values values, int i) {
    return new ModalitySpec(
        new Modality(values.get(Keys.MODALITY, i)),
        values.get(Keys.LAYERS, i),
        values.get(Keys.LAYER_WIDTH, i));
  }

  FusionApp build() {
    return new FusionApp(
        values.get(Keys.APP),
        streams,
        align(),
        values.find(Keys.STATE_BYTES),
        decode(),
        fuse(),
        shape(),
        engine(),
        new ModelSettings(
            values.get(Keys.MODELS),
            values.get(Keys.PART),
            values.find(Keys.VERSION),
            values.find(Keys.ANNOUNCE).orElseGet(this::announce)),
        train(),
        new Outputs(
            values.get(Keys.PREDICTIONS), values.get(Keys.REJECTED), values.find(Keys.LEDGER)),
        new RegistrySettings(
            with(
                values.find(Keys.REGISTRY),
                Map.of("schema.registry.url", "http://localhost:8081"))),
        with(
            values.find(Keys.KAFKA),
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "processing.guarantee", "exactly_once_v2")),
        values.get(Keys.PORT));
  }

  private Stream stream(int i) {
    return new Stream(
        spec(values, i),
        values.get(Keys.TOPIC, i),
        values.get(Keys.LATENESS, i),
        values.get(Keys.REQUIRED, i),
        values.get(Keys.REPARTITION, i));
  }

  private AlignSettings align() {
    return new AlignSettings(
        streams.stream()
            .map(
                s ->
                    new AlignSettings.AlignedModality(
                        s.spec().modality(), s.lateness(), s.required()))
            .toList(),
        windowing(),
        time(),
        AlignSettings.Emission.valueOf(values.get(Keys.VERDICTS).toUpperCase(Locale.ROOT)),
        values.find(Keys.LEDGER).isPresent(),
        AlignSettings.StoreKind.valueOf(values.get(Keys.STORE).toUpperCase(Locale.ROOT)),
        changelog(),
        new AlignSettings.Timing(
            values.get(Keys.DEADLINE),
            values.get(Keys.IDLE),
            values.get(Keys.MAX_BACK),
            values.get(Keys.RETENTION),
            values.get(Keys.PUNCTUATION)),
        new AlignSettings.Limits(
            values.get(Keys.FRAMES),
            values.get(Keys.OPEN_WINDOWS),
            values.get(Keys.STREAMS),
            values.get(Keys.BYTES)));
  }

  private AlignSettings.Changelog changelog() {
    return AlignSettings.Changelog.valueOf(values.get(Keys.CHANGELOG).toUpperCase(Locale.ROOT));
  }

  private TimeMode time() {
    return TimeMode.valueOf(values.get(Keys.TIME).toUpperCase(Locale.ROOT));
  }

  private AlignSettings.Windowing windowing() {
    if (values.find(Keys.ANCHOR).isPresent()) {
      return new AlignSettings.Nearest(
          new Modality(values.get(Keys.ANCHOR)), values.get(Keys.TOLERANCE));
    }
    if (values.find(Keys.WINDOWS).isPresent()) {
      return new AlignSettings.Item();
    }
    return new AlignSettings.Sliding(
        values.get(Keys.SIZE), values.find(Keys.HOP).orElse(values.get(Keys.SIZE)));
  }

  /** As long as a frame may wait in an open window, and for what happens on the way. */
  private Duration announce() {
    Duration window =
        windowing() instanceof AlignSettings.Sliding sliding ? sliding.size() : Duration.ZERO;
    return window.plus(values.get(Keys.DEADLINE)).plus(ANNOUNCE_MARGIN);
  }

  private DecodeSettings decode() {
    return new DecodeSettings(
        streams.stream().collect(Collectors.toMap(Stream::topic, Stream::spec)),
        time() == TimeMode.REPLAY ? DecodeSettings.NEVER_AHEAD : values.get(Keys.MAX_AHEAD),
        values.get(Keys.MAX_RECORD),
        values.get(Keys.MAX_REJECTED));
  }

  /**
   * In replay each window is scored alone: which ones wait together depends on the wall clock, and
   * BLAS may compute the last bit of a score otherwise in a batch of another size.
   */
  private FuseSettings fuse() {
    boolean replay = time() == TimeMode.REPLAY;
    return new FuseSettings(
        streams.stream().map(s -> s.spec().modality()).toList(),
        streams.stream()
            .filter(Stream::required)
            .map(s -> s.spec().modality())
            .collect(Collectors.toSet()),
        replay ? 1 : values.get(Keys.BATCH),
        replay ? Duration.ZERO : values.get(Keys.LINGER));
  }

  private SsfnShape shape() {
    return new SsfnShape(
        task,
        streams.stream().map(Stream::spec).toList(),
        plan,
        SsfnShape.Block.of(values.get(Keys.BLOCK)),
        values.get(Keys.WIDTH),
        SsfnShape.Combine.of(values.get(Keys.COMBINE)));
  }

  private EngineSettings engine() {
    return new EngineSettings(
        EngineSettings.Engine.of(values.get(Keys.ENGINE)),
        new EngineSettings.Cuda(
            values.get(Keys.CUDA_DEVICE),
            values.get(Keys.CUDA_MEMORY),
            values.get(Keys.CUDA_BATCH)),
        values.get(Keys.ENGINE_FALLBACK));
  }

  private DependencyOptions dependency() {
    return new DependencyOptions(
        DependencyOptions.Objective.of(values.get(Keys.OBJECTIVE)),
        values.get(Keys.OBJECTIVE_WEIGHT),
        values.get(Keys.INNER_STEPS),
        values.get(Keys.WARM_UP),
        values.get(Keys.CLAMP));
  }

  private TrainSettings train() {
    FitSettings fit =
        new FitSettings(
            shape(),
            values.get(Keys.EPOCHS),
            values.get(Keys.TRAIN_BATCH),
            values.get(Keys.RATE),
            values.get(Keys.DROPOUT),
            dependency(),
            values.get(Keys.HELD_OUT),
            values.get(Keys.SEED));
    return new TrainSettings(
        values.get(Keys.LABELS_TOPIC),
        values.get(Keys.EXAMPLES),
        values.get(Keys.HORIZON),
        values.get(Keys.OVERLAP),
        values.get(Keys.FIRST),
        values.get(Keys.EVERY),
        values.get(Keys.MAX_EXAMPLES),
        fit,
        values.get(Keys.PLAN).equals(Plans.AUTO)
            ? Optional.of(new AutoPlan(values.get(Keys.PLAN_BUDGET), values.get(Keys.PLAN_ROUNDS)))
            : Optional.empty());
  }

  private static Map<String, String> with(
      Optional<Map<String, String>> given, Map<String, String> defaults) {
    Map<String, String> all = new HashMap<>(defaults);
    given.ifPresent(all::putAll);
    return all;
  }
}
