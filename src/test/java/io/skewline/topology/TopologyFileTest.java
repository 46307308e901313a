// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.skewline.align.AlignSettings;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.learn.sweep.AutoPlan;
import io.skewline.modality.Modality;
import io.skewline.network.EngineSettings;
import io.skewline.network.SsfnShape;
import io.skewline.serve.NoModel;
import io.skewline.train.score.RollbackSettings;
import io.skewline.wire.DecodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyFileTest {
  private static final String SMALL =
      """
      name: app
      task: { type: classification, labels: [a, b] }
      streams:
        - { modality: audio, topic: in.audio, layers: 4, width: 64 }
        - { modality: video, topic: in.video, layers: 3, width: 32 }
      outputs: { predictions: out.p, rejected: out.r }
      models: { topic: m }
      train: { labels: t.l, examples: t.e }
      """;

  private static final String FULL =
      """
      name: full
      task: { type: regression }
      streams:
        - { modality: audio, topic: in.audio, layers: 4, width: 64, lateness: 7us, required: true }
        - { modality: video, topic: in.video, layers: 3, width: 32, lateness: 2m, required: false, repartition: true }
      align:
        windows: { size: 4s, hop: 3s }
        deadline: 600ms
        maxAhead: 11s
        maxBack: 6s
        idle: 7s
        time: live
        verdicts: eager
        store: rocksdb
        changelog: offsets
        retention: 2h
        punctuation: 30ms
        limits: { framesPerWindow: 11, windowsPerStream: 12, streamsPerTask: 13, bytesPerTask: 14MB, stateBytes: 15MB }
      fusion:
        plan: explicit
        pairs: ["audio:4+video:3", "audio:2+video:1"]
        block: concat
        width: 96
        combine: softmax
        anchor: bottom
        batch: { size: 17, linger: 6ms }
        certifiedShare: 0.8
        noModel: hold
        holdWindows: 18
        holdTime: 19s
        engine: onnx-cuda
        engineFallback: true
        cuda: { device: 2, memoryLimit: 3GB, batch: 64 }
      outputs: { predictions: out.p, rejected: out.r, ledger: out.l, shadow: out.s, scores: out.q, maxRecordBytes: 2MiB, rejectedMaxBytes: 3KB }
      models:
        topic: m
        partBytes: 4KiB
        version: 9
        announce: 8s
        decisions: m.d
        location: s3://b/p
        cache: c
        trust: t.pem
        signKey: s.pem
        shadowShare: 0.3
        rollback: { on: false, margin: 0.1, alpha: 0.02, minLabels: 30, probation: 40, coolDown: 50 }
      train:
        labels: t.l
        examples: t.e
        horizon: 20m
        minOverlap: 0.6
        labelRule: unanimous
        memory: 26MB
        roundInterval: 27m
        drift: none
        deterministic: false
        checkpoint: some/where
        firstRound: 21
        roundEvery: 22
        gate: { confidence: 0.9, maxCalibrationDrop: 0.01, maxMissingDrop: 0.02 }
        maxExamples: 23
        heldOut: 0.3
        epochs: 24
        batchSize: 25
        learningRate: 0.01
        modalityDropout: 0.4
        objective: f
        objectiveWeight: 0.7
        innerSteps: 5
        warmUp: 9
        clamp: 8
        seed: -8
        shadowLabels: 60
      registry: { schema.registry.url: "http://r:1", auto.register.schemas: false }
      kafka: { bootstrap.servers: "b:1", processing.guarantee: at_least_once, sasl: { mechanism: PLAIN } }
      http: { port: 81, trainerPort: 82 }
      """;

  private static FusionApp parse(String yaml, String... set) {
    return TopologyFile.parse("t.yaml", yaml, List.of(set), name -> null);
  }

  private static List<String> problems(String yaml, String... set) {
    BadConfigException e = catchThrowableOfType(BadConfigException.class, () -> parse(yaml, set));
    assertThat(e).as("a file with a problem").isNotNull();
    assertThat(e.getMessage()).contains("t.yaml").contains(e.problems());
    return e.problems();
  }

  @Test
  void shouldAnnounceLayersForAsLongAsAFrameMayWaitInAWindow() {
    assertThat(parse(SMALL, "align.windows.size=3s", "align.deadline=2s").models().announce())
        .isEqualTo(Duration.ofSeconds(3 + 2 + 10));
    assertThat(parse(SMALL, "align.windows=item", "align.deadline=2s").models().announce())
        .isEqualTo(Duration.ofSeconds(2 + 10));
    assertThat(
            parse(
                    SMALL,
                    "align.nearest.anchor=audio",
                    "align.nearest.tolerance=4s",
                    "align.deadline=2s")
                .models()
                .announce())
        .as("a frame may wait for a partner, and the partner for a nearer one")
        .isEqualTo(Duration.ofSeconds(2 * 4 + 2 + 10));
  }

  @Test
  void shouldFillInDefaults() {
    FusionApp app = parse(SMALL);

    assertThat(app.task()).isEqualTo(new Task.Classification(List.of("a", "b")));
    assertThat(app.align().windowing())
        .isEqualTo(new AlignSettings.Sliding(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertThat(app.align().modalities())
        .extracting(m -> m.lateness().toMillis())
        .containsOnly(100L);
    assertThat(app.align().limits())
        .isEqualTo(new AlignSettings.Limits(4096, 256, 100_000, 512_000_000));
    assertThat(app.stateBytes()).isEmpty();
    assertThat(app.models().version()).isEmpty();
    assertThat(app.models().transport().cache())
        .as("no other topology's")
        .hasFileName("skewline-bundles-" + app.name());
    assertThat(app.models().decisions()).isEqualTo("m.decisions");
    assertThat(app.streams()).noneMatch(FusionApp.Stream::repartition);
    assertThat(app.fuse().required()).isEmpty();
    assertThat(app.plan().name()).isEqualTo("skew-pair(d=0,k=1)");
    assertThat(app.engine()).isEqualTo(EngineSettings.NATIVE);
    assertThat(app.decode().maxRecordBytes()).isEqualTo(1_000_000);
    assertThat(app.train().fit().seed()).isEqualTo(7);
    assertThat(app.kafka())
        .containsOnly(
            Map.entry("bootstrap.servers", "localhost:9092"),
            Map.entry("processing.guarantee", "exactly_once_v2"));
    assertThat(app.registry().properties())
        .containsOnly(Map.entry("schema.registry.url", "http://localhost:8081"));
    assertThat(app.httpPort()).isEqualTo(8080);
  }

  @Test
  void shouldLetTheTrainerChooseThePlan() {
    FusionApp app = Fixtures.app("fusion.plan=auto", "train.planBudget=20", "train.planRounds=3");
    assertThat(app.train().autoPlan()).contains(new AutoPlan(20, 3));
    assertThat(Fixtures.app().train().autoPlan()).isEmpty();
    assertThatThrownBy(() -> Fixtures.app("fusion.plan=auto", "train.planBudget=14"))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("train.planBudget")
        .hasMessageContaining("15..");
  }

  @Test
  void shouldNotLetAReplayDependOnWhichEngineIsFaster() {
    assertThat(problems(SMALL, "fusion.engine=auto", "align.time=replay", "models.version=1"))
        .singleElement()
        .asString()
        .contains("fusion.engine is 'auto' and align.time 'replay'; allowed with replay: native");
    assertThat(parse(SMALL, "fusion.engine=auto").engine().engine())
        .isEqualTo(EngineSettings.Engine.AUTO);
    assertThat(problems(SMALL, "fusion.engine=tensorrt"))
        .singleElement()
        .asString()
        .contains("fusion.engine", "tensorrt", "auto, native, onnx, onnx-cuda");
  }

  @Test
  void shouldNotLetAReplayDependOnWhatTheMachineHas() {
    String fallback = "fusion.engineFallback=true";
    String[] replay = {"align.time=replay", "models.version=1"};
    for (String engine : List.of("onnx", "onnx-cuda")) {
      assertThat(problems(SMALL, replay[0], replay[1], fallback, "fusion.engine=" + engine))
          .singleElement()
          .asString()
          .contains(
              "fusion.engineFallback is 'true', fusion.engine '"
                  + engine
                  + "' and align.time 'replay'; allowed with replay: false");
      assertThat(parse(SMALL, fallback, "fusion.engine=" + engine).engine().fallback()).isTrue();
    }
    assertThat(parse(SMALL, replay[0], replay[1], fallback).engine().engine())
        .as("which is always to be had")
        .isEqualTo(EngineSettings.Engine.NATIVE);
  }

  @Test
  void shouldSayWhatIsDoneWithoutAModel() {
    var labels = new Task.Classification(List.of("a", "b"));
    assertThat(parse(SMALL).fuse().noModel()).isEqualTo(new NoModel.Drop());
    assertThat(parse(SMALL, "fusion.noModel=hold").fuse().noModel())
        .isEqualTo(new NoModel.Hold(10_000, Optional.empty()));
    assertThat(parse(SMALL, "fusion.noModel=baseline").fuse().noModel())
        .isEqualTo(new NoModel.Baseline(labels, List.of(0.5, 0.5)));
    assertThat(
            parse(SMALL, "fusion.noModel=baseline", "fusion.baseline=[0.3, 0.7]").fuse().noModel())
        .isEqualTo(new NoModel.Baseline(labels, List.of(0.3, 0.7)));
    String value = FULL.replace("noModel: hold", "noModel: baseline").replace("holdTime: 19s", "");
    assertThat(parse(value).fuse().noModel())
        .isEqualTo(new NoModel.Baseline(new Task.Regression(), List.of(0.0)));
    assertThat(problems(value, "fusion.baseline=[0.3, 0.7]"))
        .containsExactly(
            "--set: fusion.baseline is '[0.3, 0.7]'; allowed with task.type regression: one number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fusion.noModel=wait | fusion.noModel is 'wait'; allowed: drop, hold, baseline",
        "fusion.holdWindows=0 | fusion.holdWindows is '0'; allowed: integer 1..1000000",
        "fusion.holdTime=9s | fusion.holdTime stands beside fusion.noModel 'drop'; allowed: with",
        "fusion.baseline=[1, 0] | fusion.baseline stands beside fusion.noModel 'drop'; allowed: with",
        "fusion.baseline=[x] | fusion.baseline is '[x]'; allowed: list of numbers",
        "fusion.baseline=[.NaN] | allowed: list of numbers",
        "fusion.baseline=[1] | allowed with task.type classification: 2 probabilities, whose sum is 1",
        "fusion.baseline=[0.6, 0.6] | allowed with task.type classification: 2 probabilities",
        "fusion.baseline=[-1, 2] | allowed with task.type classification: 2 probabilities"
      })
  void shouldRefuseWhatCannotBeDoneWithoutAModel(String set, String problem) {
    String[] sets =
        set.startsWith("fusion.baseline") && problem.contains("probabilities")
            ? new String[] {set, "fusion.noModel=baseline"}
            : new String[] {set};
    assertThat(problems(SMALL, sets)).singleElement().asString().contains(problem);
  }

  @Test
  void shouldMapEveryKey() {
    FusionApp app = parse(FULL);
    Modality audio = new Modality("audio");
    Modality video = new Modality("video");

    assertThat(app.name()).isEqualTo("full");
    assertThat(app.task()).isEqualTo(new Task.Regression());
    assertThat(app.streams().toString())
        .isEqualTo(
            "[Stream[spec=ModalitySpec[modality=audio, layers=4, width=64], topic=in.audio,"
                + " lateness=PT0.000007S, required=true, repartition=false],"
                + " Stream[spec=ModalitySpec[modality=video, layers=3, width=32], topic=in.video,"
                + " lateness=PT2M, required=false, repartition=true]]");
    assertThat(app.align())
        .isEqualTo(
            new AlignSettings(
                List.of(
                    new AlignSettings.AlignedModality(audio, Duration.ofNanos(7_000), true),
                    new AlignSettings.AlignedModality(video, Duration.ofMinutes(2), false)),
                new AlignSettings.Sliding(Duration.ofSeconds(4), Duration.ofSeconds(3)),
                AlignSettings.TimeMode.LIVE,
                AlignSettings.Emission.EAGER,
                true,
                AlignSettings.StoreKind.ROCKSDB,
                AlignSettings.Changelog.OFFSETS,
                new AlignSettings.Timing(
                    Duration.ofMillis(600),
                    Duration.ofSeconds(7),
                    Duration.ofSeconds(6),
                    Duration.ofHours(2),
                    Duration.ofMillis(30)),
                new AlignSettings.Limits(11, 12, 13, 14_000_000)));
    assertThat(app.stateBytes()).contains(15_000_000L);
    assertThat(app.decode().toString())
        .contains("maxAhead=PT11S, maxRecordBytes=2097152, rejectedMaxBytes=3000");
    assertThat(app.decode().modalityByTopic())
        .containsEntry("in.video", app.specs().get(1))
        .hasSize(2);
    assertThat(app.plan().pairs())
        .containsExactly(new LayerPair(audio, 4, video, 3), new LayerPair(audio, 2, video, 1));
    assertThat(app.fuse().toString())
        .isEqualTo(
            "FuseSettings[modalities=[audio, video], required=[audio], batchSize=17, linger=PT0.006S,"
                + " certifiedShare=0.8,"
                + " noModel=Hold[windows=18, time=Optional[PT19S]]]");
    assertThat(app.shape().block()).isEqualTo(SsfnShape.Block.CONCAT);
    assertThat(app.shape().width()).isEqualTo(96);
    assertThat(app.shape().combine()).isEqualTo(SsfnShape.Combine.SOFTMAX);
    assertThat(app.engine())
        .isEqualTo(
            new EngineSettings(
                EngineSettings.Engine.ONNX_CUDA,
                new EngineSettings.Cuda(2, 3_000_000_000L, 64),
                true));
    assertThat(app.train().fit().shape()).isEqualTo(app.shape());
    assertThat(app.outputs())
        .isEqualTo(new FusionApp.Outputs("out.p", "out.r", Optional.of("out.l"), "out.s", "out.q"));
    assertThat(app.models().toString())
        .isEqualTo(
            "ModelSettings[topic=m, partBytes=4096, version=Optional[9], announce=PT8S,"
                + " decisions=m.d, transport=ModelTransport[location=Optional[s3://b/p],"
                + " cache=c, trust=Optional[t.pem], signKey=Optional[s.pem]]]");
    assertThat(app.shadowed().share()).isEqualTo(0.3);
    assertThat(app.shadowLabels()).isEqualTo(60);
    assertThat(app.rollback()).isEqualTo(new RollbackSettings(false, 0.1, 0.02, 30, 40, 50));
    assertThat(app.trainerPort()).isEqualTo(82);
    assertThat(app.train().toString())
        .startsWith(
            "TrainSettings[labelsTopic=t.l, examplesTopic=t.e, horizon=PT20M, minOverlap=0.6,"
                + " firstRound=21, roundEvery=22, maxExamples=23,")
        .endsWith(
            "epochs=24, batchSize=25, learningRate=0.01, modalityDropout=0.4,"
                + " dependency=DependencyOptions[objective=F, weight=0.7, innerSteps=5, warmUp=9,"
                + " clamp=8.0], heldOut=0.3, seed=-8], autoPlan=Optional.empty,"
                + " gate=GateSettings[confidence=0.9, maxCalibrationDrop=0.01,"
                + " maxMissingDrop=0.02], labelRule=UNANIMOUS,"
                + " learner=LearnerSettings[memory=26000000, roundInterval=Optional[PT27M],"
                + " driftDelta=Optional.empty, deterministic=false,"
                + " checkpoint=Optional[some/where]]]");
    assertThat(app.registry().properties())
        .containsEntry("schema.registry.url", "http://r:1")
        .containsEntry("auto.register.schemas", "false");
    assertThat(app.kafka())
        .containsOnly(
            Map.entry("bootstrap.servers", "b:1"),
            Map.entry("processing.guarantee", "at_least_once"),
            Map.entry("sasl.mechanism", "PLAIN"));
    assertThat(app.httpPort()).isEqualTo(81);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "align.dedline=1s | unknown key align.dedline = '1s' (did you mean 'deadline'?)",
        "streams.audio.lateness=abc | streams.0.lateness is 'abc'; allowed: duration 0ms..1d",
        "align.deadline=5 | align.deadline is '5'; allowed: duration",
        "align.deadline=5 fortnights | align.deadline is '5 fortnights'; allowed: duration",
        "models.partBytes=1GB | models.partBytes is '1GB'; allowed: size 1KB..100MB",
        "models.location=models | models.location is 'models'; allowed: URL of a folder: file://,",
        "models.location=file:models | models.location is 'file:models'; allowed: URL of a folder",
        "models.location=ftp://h/m | models.location is 'ftp://h/m'; allowed: URL of a folder",
        "models.location=https://u:p@h/m | without user, password, query and fragment",
        "models.location=https://h/m?k=1 | without user, password, query and fragment",
        "models.location=s3://b/a+b | models.location is 's3://b/a+b'; allowed",
        "models.location=s3:///b | models.location is 's3:///b'; allowed",
        "models.version=0 | models.version is '0'; allowed: integer 1 or more",
        "align.time=replay | models.version is missing, as align.time is 'replay'; allowed: integer 1",
        "streams.1.repartition=maybe | streams.1.repartition is 'maybe'; allowed: true or false",
        "http.port=70000 | http.port is '70000'; allowed: integer 0..65535",
        "http=80 | http is '80'; allowed: a section with [host, port",
        "fusion.width=[1] | fusion.width is '[1]'; allowed: integer",
        "streams.1.required=yes | streams.1.required is 'yes'; allowed: true or false",
        "train.minOverlap=0 | train.minOverlap is '0'; allowed: number in (0, 1]",
        "train.minOverlap=NaN | train.minOverlap is 'NaN'; allowed: number in (0, 1]",
        "streams.1.modality=audio | streams.1.modality is 'audio', as streams.0.modality is",
        "fusion.skew=3 | fusion.plan is 'skew-pair', which does not fit: skew d=3",
        "fusion.pairs=[\"audio:4+video:3\"] | a list of pairs needs plan explicit",
        "fusion.plan=explicit | plan explicit needs a list of pairs",
        "align.windows={size: 1s, hop: 2s} | align.windows.hop is longer than align.windows.size",
        "task.labels=[a] | task.labels is '[a]'; allowed: list of two or more",
        "task.labels=[a, a] | task.labels is '[a, a]'; allowed: list of two or more",
        "outputs.rejected=in.audio | outputs.rejected is 'in.audio', as streams.0.topic is",
        "outputs.scores=in.audio | outputs.scores is 'in.audio', as streams.0.topic is",
        "models.rollback.alpha=1 | models.rollback.alpha is '1'; allowed: number in (0, 1)",
        "train.firstRound=60000 | train.firstRound is '60000'; allowed: at most train.maxExamples",
        "kafka.application.id=x | kafka.application.id is 'x'; it is set by the key 'name'",
        "kafka.processing.guarantee=none | allowed: exactly_once_v2, at_least_once",
        "kafka.num.standby.replicas=one | kafka.num.standby.replicas is 'one'; allowed: int",
        "kafka.num.standby.replicas=-1 | kafka.num.standby.replicas is '-1'; allowed: int",
        "kafka.acceptable.recovery.lag=-1 | kafka.acceptable.recovery.lag is '-1'; allowed: long [0",
        "kafka.consumer.session.timeout.ms=x | kafka.consumer.session.timeout.ms is 'x'; allowed: int",
        "kafka.session.timeout.ms=2000 | kafka.heartbeat.interval.ms is 'its default'; allowed: less than",
        "kafka.group.instance.id=a b | kafka.group.instance.id is 'a b'; allowed: 1 to 200 of",
        "kafka={group.protocol: streams, group.instance.id: a} | with group.protocol: classic alone",
        "shutdown.within=0s | shutdown.within is '0s'; allowed: duration 1s..10m",
        "streams.radio.width=1 | no element 'radio'; allowed: 0..1 or [audio, video]",
        "name | must have the form key=value",
        "name=${NO_SUCH} | NO_SUCH is not set",
        "streams=[] | streams is '[]'; allowed: a list of two to 64 streams",
      })
  void shouldSayWhatIsWrong(String set, String message) {
    assertThat(problems(SMALL, set)).anySatisfy(p -> assertThat(p).contains(message));
  }

  @Test
  void shouldLetNothingButTheNumberOfExamplesDecideWhereDeterministic() {
    assertThat(
            problems(
                SMALL, "train.deterministic=true", "train.roundInterval=1m", "fusion.plan=auto"))
        .anySatisfy(p -> assertThat(p).contains("train.drift is 'adwin'", "allowed: none"))
        .anySatisfy(p -> assertThat(p).contains("train.roundInterval is set"))
        .anySatisfy(p -> assertThat(p).contains("fusion.plan is 'auto', as train.deterministic"));
    FusionApp app = parse(SMALL, "train.deterministic=true", "train.drift=none");
    assertThat(AppTopics.specs(app, 4).get(app.train().examplesTopic()).partitions()).isEqualTo(1);
  }

  @Test
  void shouldTakeNoModelBackNorTryOneWhereDeterministic() {
    String[] on = {"train.deterministic=true", "train.drift=none", "train.shadowLabels=9"};
    assertThat(problems(SMALL, on[0], on[1], on[2], "models.rollback.on=true"))
        .anySatisfy(p -> assertThat(p).contains("train.shadowLabels is '9'", "allowed: 0"))
        .anySatisfy(p -> assertThat(p).contains("models.rollback.on is 'true'", "allowed: false"))
        .hasSize(2);
    assertThat(parse(SMALL, on[0], on[1]).rollback().on()).isFalse();
    assertThat(parse(SMALL).rollback().on()).isTrue();
  }

  @Test
  void shouldRefuseAnObjectiveThatTheTaskDoesNotHave() {
    assertThat(problems(SMALL, "task={type: regression}", "train.objective=total-correlation"))
        .singleElement()
        .asString()
        .contains("train.objective is 'total-correlation'", "kl, f, wasserstein");
  }

  @Test
  void shouldClusterByWhatModalitiesHaveInCommonOrNotAtAll() {
    String clusters = "task={type: clustering, clusters: 3}";
    assertThat(problems(SMALL, clusters))
        .singleElement()
        .asString()
        .contains("task.type is 'clustering'", "kl, f, wasserstein, total-correlation");
    assertThat(parse(SMALL, clusters, "train.objective=kl").task())
        .isEqualTo(new Task.Clustering(3));
  }

  @ParameterizedTest
  @CsvSource({
    "audio:4+radio:1, no modality 'radio'",
    "audio:5+video:1, layers of audio are 1..4",
    "video:1+audio:1, in the order of streams",
    "audio-4, not of the form",
  })
  void shouldRefuseExplicitPairsThatDoNotExist(String pair, String message) {
    assertThat(problems(SMALL, "fusion.plan=explicit", "fusion.pairs=[\"" + pair + "\"]"))
        .singleElement()
        .asString()
        .contains(message);
  }

  @Test
  void shouldRefuseATopicUnderANameOfOurs() {
    assertThat(
            problems(SMALL, "streams.1.repartition=true", "outputs.rejected=app-video-repartition"))
        .singleElement()
        .asString()
        .contains("outputs.rejected is 'app-video-repartition', as streams.1.repartition makes");
    assertThat(
            problems(
                SMALL,
                "streams.0.modality=train-video",
                "streams.0.repartition=true",
                "streams.1.repartition=true"))
        .singleElement()
        .asString()
        .contains("streams.1.repartition makes 'app-train-video-repartition', as streams.0");
  }

  @Test
  void shouldNameTheLine() {
    assertThat(problems(SMALL.replace("layers: 3", "layers: 0")))
        .singleElement()
        .asString()
        .startsWith("t.yaml:5: streams.1.layers is '0'; allowed: integer 1..256");
  }

  @Test
  void shouldTellAllProblemsAtOnce() {
    String file = SMALL.replace("name: app\n", "").replace("layers: 4", "layers: x") + "nmae: 1\n";
    assertThat(problems(file, "http.port=-1"))
        .hasSize(4)
        .anySatisfy(p -> assertThat(p).contains("name is missing"))
        .anySatisfy(p -> assertThat(p).contains("did you mean 'name'?"));
  }

  @Test
  void shouldRefuseWhatIsNoSingleCleanDocument() {
    assertThat(problems(SMALL + "name: again\n"))
        .singleElement()
        .asString()
        .startsWith("t.yaml:9: key 'name' stands twice");
    assertThat(problems(SMALL + "---\nname: b\n")).anyMatch(p -> p.contains("second document"));
    assertThat(problems("name: [")).anyMatch(p -> p.contains("not YAML"));
    assertThat(problems("")).anyMatch(p -> p.contains("streams is missing"));
    assertThat(problems(SMALL.replace("classification, labels: [a, b]", "classification")))
        .singleElement()
        .asString()
        .contains("task.labels is missing");
  }

  @Test
  void shouldReadNearestAndReplay() {
    FusionApp app =
        parse(
            SMALL,
            "align.nearest={ anchor: video, tolerance: 7ms }",
            "align.time=replay",
            "models.version=3");
    assertThat(app.align().windowing())
        .isEqualTo(new AlignSettings.Nearest(new Modality("video"), Duration.ofMillis(7)));
    assertThat(app.align().time()).isEqualTo(AlignSettings.TimeMode.REPLAY);
    assertThat(app.decode().maxAhead()).isEqualTo(DecodeSettings.NEVER_AHEAD);
  }

  @Test
  void shouldRefuseWhatDoesNotGoTogetherInAlign() {
    assertThat(problems(SMALL, "align.nearest.anchor=smell").toString())
        .contains("align.nearest.anchor is 'smell'; allowed: a modality, [audio, video]");
    assertThat(problems(SMALL, "align.nearest.anchor=audio", "align.windows=item").toString())
        .contains("align.windows stands beside align.nearest");
    assertThat(problems(SMALL, "align.nearest.anchor=audio", "align.verdicts=eager").toString())
        .contains("align.verdicts is 'eager' beside align.nearest");
    assertThat(
            problems(SMALL, "align.time=replay", "models.version=1", "align.verdicts=eager")
                .toString())
        .contains("align.verdicts is 'eager' and align.time 'replay'; allowed: final");
  }

  @Test
  void shouldScoreReplayedWindowsAlone() {
    FusionApp app = parse(SMALL, "align.time=replay", "models.version=1", "fusion.batch.size=17");
    assertThat(app.fuse().batchSize()).isEqualTo(1);
    assertThat(app.fuse().linger()).isZero();
  }

  @Test
  void shouldOverrideInOrder() {
    FusionApp app =
        parse(
            FULL,
            "http.port=1",
            "http.port=2",
            "streams.audio.lateness=50ms",
            "streams.1.lateness=60ms",
            "align.windows=item",
            "kafka.client.id=x.y");
    assertThat(app.httpPort()).isEqualTo(2);
    assertThat(app.streams()).extracting(s -> s.lateness().toMillis()).containsExactly(50L, 60L);
    assertThat(app.align().windowing()).isEqualTo(new AlignSettings.Item());
    assertThat(app.kafka()).containsEntry("client.id", "x.y").hasSize(4);
    assertThat(parse(SMALL, "align.windows=item", "align.windows.size=2s").align().windowing())
        .isEqualTo(new AlignSettings.Sliding(Duration.ofSeconds(2), Duration.ofSeconds(2)));
  }

  @Test
  void shouldSubstituteFromTheEnvironment() {
    String yaml = SMALL + "http: { port: \"${PORT:90}\" }\n";
    assertThat(parse(yaml).httpPort()).isEqualTo(90);
    assertThat(TopologyFile.parse("t", yaml, List.of(), Map.of("PORT", "91")::get).httpPort())
        .isEqualTo(91);
  }

  static Stream<Path> topologies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("topologies"))) {
      return Arrays.stream(files.filter(f -> f.toString().endsWith(".yaml")).toArray(Path[]::new));
    }
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void shouldLoadTheFilesWeShip(Path file) {
    FusionApp app = TopologyFile.read(file, List.of());
    assertThat(file.getFileName().toString()).isEqualTo(app.name() + ".yaml");
    assertThat(app.plan().pairs()).isNotEmpty();
  }

  @Test
  void shouldSayThatAFileIsAbsent() {
    BadConfigException e =
        catchThrowableOfType(
            BadConfigException.class, () -> TopologyFile.read(Path.of("no.yaml"), List.of()));
    assertThat(e).hasMessageContaining("no.yaml").hasMessageContaining("cannot be read");
  }
}
