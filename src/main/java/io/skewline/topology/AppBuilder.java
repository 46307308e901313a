// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.ShadowShare;
import io.skewline.fusion.Task;
import io.skewline.learn.FitSettings;
import io.skewline.learn.GateSettings;
import io.skewline.learn.sweep.AutoPlan;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.models.ModelSettings;
import io.skewline.models.ModelTransport;
import io.skewline.network.DependencyOptions;
import io.skewline.network.EngineSettings;
import io.skewline.network.SsfnShape;
import io.skewline.serve.FuseSettings;
import io.skewline.serve.NoModel;
import io.skewline.topology.FusionApp.Outputs;
import io.skewline.topology.FusionApp.Stream;
import io.skewline.train.LabelRule;
import io.skewline.train.LearnerSettings;
import io.skewline.train.TrainSettings;
import io.skewline.train.score.RollbackSettings;
import io.skewline.wire.DecodeSettings;
import io.skewline.wire.RegistrySettings;
import java.nio.file.Path;
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

  private final String file;
  private final Values values;
  private final FusionPlan plan;
  private final List<Stream> streams;
  private final Task task;

  /** The values must be complete. */
  AppBuilder(String file, Values values, FusionPlan plan) {
    this.file = file;
    this.values = values;
    this.plan = plan;
    this.streams = IntStream.range(0, values.streams()).mapToObj(this::stream).toList();
    this.task =
        switch (values.get(TaskKeys.TASK)) {
          case "regression" -> new Task.Regression();
          case "clustering" -> new Task.Clustering(values.get(TaskKeys.CLUSTERS));
          default -> new Task.Classification(values.get(TaskKeys.LABELS));
        };
  }

  static ModalitySpec spec(Values values, int i) {
    return new ModalitySpec(
        new Modality(values.get(StreamKeys.MODALITY, i)),
        values.get(StreamKeys.LAYERS, i),
        values.get(StreamKeys.LAYER_WIDTH, i));
  }

  FusionApp build() {
    return new FusionApp(
        file,
        values.get(TaskKeys.APP),
        streams,
        align(),
        values.find(AlignKeys.STATE_BYTES),
        decode(),
        fuse(),
        shape(),
        engine(),
        new ModelSettings(
            values.get(ModelKeys.MODELS),
            values.get(ModelKeys.PART),
            values.find(ModelKeys.VERSION),
            values.find(ModelKeys.ANNOUNCE).orElseGet(this::announce),
            values
                .find(ModelKeys.DECISIONS)
                .orElseGet(() -> ModelSettings.decisionsBeside(values.get(ModelKeys.MODELS))),
            transport()),
        train(),
        new Outputs(
            values.get(OutputKeys.PREDICTIONS),
            values.get(OutputKeys.REJECTED),
            values.find(OutputKeys.LEDGER),
            beside(OutputKeys.SHADOW, ".shadow"),
            beside(OutputKeys.SCORES, ".scores")),
        shadowed(),
        values.get(TrainKeys.SHADOW_LABELS),
        rollback(),
        registry(),
        with(
            values.find(ClientKeys.KAFKA),
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "processing.guarantee", "exactly_once_v2")),
        new ShutdownSettings(values.get(ClientKeys.NOTICE), values.get(ClientKeys.WITHIN)),
        http());
  }

  private HttpSettings http() {
    return new HttpSettings(
        values.get(HttpKeys.HOST),
        values.get(HttpKeys.PORT),
        values.get(HttpKeys.TRAINER_PORT),
        values
            .find(HttpKeys.KEYSTORE)
            .map(file -> new HttpSettings.Keystore(file, values.get(HttpKeys.KEYSTORE_PASSWORD))),
        values
            .find(HttpKeys.USER)
            .map(name -> new HttpSettings.User(name, values.get(HttpKeys.PASSWORD))),
        values.find(HttpKeys.TOKEN),
        values.get(HttpKeys.OPEN_HEALTH));
  }

  private RegistrySettings registry() {
    try {
      return new RegistrySettings(
          with(
              values.find(ClientKeys.REGISTRY),
              Map.of("schema.registry.url", "http://localhost:8081")));
    } catch (IllegalArgumentException e) {
      String where = values.where(ClientKeys.REGISTRY, 0);
      throw new BadConfigException(file, List.of(where + ": registry: " + e.getMessage()), e);
    }
  }

  private String beside(Key<String> key, String suffix) {
    return values.find(key).orElseGet(() -> values.get(OutputKeys.PREDICTIONS) + suffix);
  }

  /** A replay is pinned to one version. */
  private ShadowShare shadowed() {
    return new ShadowShare(time() == TimeMode.REPLAY ? 0 : values.get(ModelKeys.SHADOW_SHARE));
  }

  private RollbackSettings rollback() {
    return new RollbackSettings(
        values.get(ModelKeys.ROLLBACK) && !values.get(TrainKeys.DETERMINISTIC),
        values.get(ModelKeys.ROLLBACK_MARGIN),
        values.get(ModelKeys.ROLLBACK_ALPHA),
        values.get(ModelKeys.ROLLBACK_LABELS),
        values.get(ModelKeys.PROBATION),
        values.get(ModelKeys.COOL_DOWN));
  }

  private ModelTransport transport() {
    return new ModelTransport(
        values.find(ModelKeys.LOCATION),
        values
            .find(ModelKeys.CACHE)
            .orElseGet(() -> ModelTransport.defaultCache(values.get(TaskKeys.APP))),
        values.find(ModelKeys.TRUST),
        values.find(ModelKeys.SIGN_KEY));
  }

  private Stream stream(int i) {
    return new Stream(
        spec(values, i),
        values.get(StreamKeys.TOPIC, i),
        values.get(StreamKeys.LATENESS, i),
        values.get(StreamKeys.REQUIRED, i),
        values.get(StreamKeys.REPARTITION, i));
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
        AlignSettings.Emission.valueOf(values.get(AlignKeys.VERDICTS).toUpperCase(Locale.ROOT)),
        values.find(OutputKeys.LEDGER).isPresent(),
        AlignSettings.StoreKind.valueOf(values.get(AlignKeys.STORE).toUpperCase(Locale.ROOT)),
        changelog(),
        new AlignSettings.Timing(
            values.get(AlignKeys.DEADLINE),
            values.get(AlignKeys.IDLE),
            values.get(AlignKeys.MAX_BACK),
            values.get(AlignKeys.RETENTION),
            values.get(AlignKeys.PUNCTUATION)),
        new AlignSettings.Limits(
            values.get(AlignKeys.FRAMES),
            values.get(AlignKeys.OPEN_WINDOWS),
            values.get(AlignKeys.STREAMS),
            values.get(AlignKeys.BYTES)));
  }

  private AlignSettings.Changelog changelog() {
    return AlignSettings.Changelog.valueOf(
        values.get(AlignKeys.CHANGELOG).toUpperCase(Locale.ROOT));
  }

  private TimeMode time() {
    return TimeMode.valueOf(values.get(AlignKeys.TIME).toUpperCase(Locale.ROOT));
  }

  private AlignSettings.Windowing windowing() {
    if (values.find(AlignKeys.ANCHOR).isPresent()) {
      return new AlignSettings.Nearest(
          new Modality(values.get(AlignKeys.ANCHOR)), values.get(AlignKeys.TOLERANCE));
    }
    if (values.find(AlignKeys.WINDOWS).isPresent()) {
      return new AlignSettings.Item();
    }
    return new AlignSettings.Sliding(
        values.get(AlignKeys.SIZE), values.find(AlignKeys.HOP).orElse(values.get(AlignKeys.SIZE)));
  }

  /** As long as a frame may wait in an open window, and for what happens on the way. */
  private Duration announce() {
    return reach(windowing()).plus(values.get(AlignKeys.DEADLINE)).plus(ANNOUNCE_MARGIN);
  }

  /**
   * Event time between frames of one window, at most. How long items are the topology file does not
   * say.
   */
  private static Duration reach(AlignSettings.Windowing windowing) {
    if (windowing instanceof AlignSettings.Nearest nearest) {
      return nearest.tolerance().multipliedBy(2);
    }
    return windowing instanceof AlignSettings.Sliding sliding ? sliding.size() : Duration.ZERO;
  }

  private DecodeSettings decode() {
    return new DecodeSettings(
        streams.stream().collect(Collectors.toMap(Stream::topic, Stream::spec)),
        time() == TimeMode.REPLAY ? DecodeSettings.NEVER_AHEAD : values.get(AlignKeys.MAX_AHEAD),
        values.get(OutputKeys.MAX_RECORD),
        values.get(OutputKeys.MAX_REJECTED));
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
        replay ? 1 : values.get(FusionKeys.BATCH),
        replay ? Duration.ZERO : values.get(FusionKeys.LINGER),
        values.get(FusionKeys.CERTIFIED_SHARE),
        noModel());
  }

  private NoModel noModel() {
    return switch (values.get(FusionKeys.NO_MODEL)) {
      case "hold" ->
          new NoModel.Hold(values.get(FusionKeys.HOLD_WINDOWS), values.find(FusionKeys.HOLD_TIME));
      case "baseline" ->
          values
              .find(FusionKeys.BASELINE)
              .map(scores -> new NoModel.Baseline(task, scores))
              .orElseGet(() -> NoModel.Baseline.ignorant(task));
      default -> new NoModel.Drop();
    };
  }

  private SsfnShape shape() {
    return new SsfnShape(
        task,
        streams.stream().map(Stream::spec).toList(),
        plan,
        SsfnShape.Block.of(values.get(FusionKeys.BLOCK)),
        values.get(FusionKeys.WIDTH),
        SsfnShape.Combine.of(values.get(FusionKeys.COMBINE)));
  }

  private EngineSettings engine() {
    return new EngineSettings(
        EngineSettings.Engine.of(values.get(FusionKeys.ENGINE)),
        new EngineSettings.Cuda(
            values.get(FusionKeys.CUDA_DEVICE),
            values.get(FusionKeys.CUDA_MEMORY),
            values.get(FusionKeys.CUDA_BATCH)),
        values.get(FusionKeys.ENGINE_FALLBACK));
  }

  private DependencyOptions dependency() {
    return new DependencyOptions(
        DependencyOptions.Objective.of(values.get(TrainKeys.OBJECTIVE)),
        values.get(TrainKeys.OBJECTIVE_WEIGHT),
        values.get(TrainKeys.INNER_STEPS),
        values.get(TrainKeys.WARM_UP),
        values.get(TrainKeys.CLAMP));
  }

  private TrainSettings train() {
    FitSettings fit =
        new FitSettings(
            shape(),
            values.get(TrainKeys.EPOCHS),
            values.get(TrainKeys.TRAIN_BATCH),
            values.get(TrainKeys.RATE),
            values.get(TrainKeys.DROPOUT),
            dependency(),
            values.get(TrainKeys.HELD_OUT),
            values.get(TrainKeys.SEED));
    return new TrainSettings(
        values.get(TrainKeys.LABELS_TOPIC),
        values.get(TrainKeys.EXAMPLES),
        values.get(TrainKeys.HORIZON),
        values.get(TrainKeys.OVERLAP),
        values.get(TrainKeys.FIRST),
        values.get(TrainKeys.EVERY),
        values.get(TrainKeys.MAX_EXAMPLES),
        fit,
        values.get(FusionKeys.PLAN).equals(Plans.AUTO)
            ? Optional.of(
                new AutoPlan(values.get(TrainKeys.PLAN_BUDGET), values.get(TrainKeys.PLAN_ROUNDS)))
            : Optional.empty(),
        new GateSettings(
            values.get(TrainKeys.GATE_CONFIDENCE),
            values.get(TrainKeys.GATE_CALIBRATION),
            values.get(TrainKeys.GATE_MISSING)),
        LabelRule.of(values.get(TrainKeys.LABEL_RULE)),
        learner());
  }

  private LearnerSettings learner() {
    return new LearnerSettings(
        values.get(TrainKeys.MEMORY),
        values.find(TrainKeys.INTERVAL),
        values.get(TrainKeys.DRIFT).equals("adwin")
            ? Optional.of(values.get(TrainKeys.DRIFT_DELTA))
            : Optional.empty(),
        values.get(TrainKeys.DETERMINISTIC),
        values.find(TrainKeys.CHECKPOINT).map(Path::of));
  }

  private static Map<String, String> with(
      Optional<Map<String, String>> given, Map<String, String> defaults) {
    Map<String, String> all = new HashMap<>(defaults);
    given.ifPresent(all::putAll);
    return all;
  }
}
