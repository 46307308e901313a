// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.learn.sweep.SweepSettings;
import io.skewline.network.DependencyOptions;
import io.skewline.network.EngineSettings;
import io.skewline.network.SsfnShape;
import io.skewline.topology.Kinds.Pairs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every key of the topology file, in the order of the file. */
final class Keys {
  private static final List<Key<?>> LISTED = new ArrayList<>();
  private static final String NAME = "[a-z][a-z0-9_-]{0,62}";

  static final Key<String> APP =
      required(
          "name",
          Kinds.matching("[a-z][a-z0-9-]{0,62}"),
          "application id of the Streams application");
  static final Key<String> TASK =
      required(
          "task.type",
          Kinds.choice("classification", "regression", "clustering"),
          "what a model predicts");
  static final Key<List<String>> LABELS =
      optional(
          "task.labels",
          Kinds.labels(),
          "the classes, in the order of the scores; classification only");

  static final Key<Integer> CLUSTERS =
      of(
          "task.clusters",
          "8",
          Kinds.integer(2, 1000),
          "groups that windows are sorted into; clustering only, by `skewline sweep`");

  static final Key<String> MODALITY =
      required(
          "streams[].modality",
          Kinds.matching(NAME),
          "the kind of signal; the first one listed is A of a layer pair");
  static final Key<String> TOPIC =
      required("streams[].topic", Kinds.topic(), "where its frames travel");
  static final Key<Integer> LAYERS =
      required("streams[].layers", Kinds.integer(1, 256), "encoder layers L; 1 is the shallowest");
  static final Key<Integer> LAYER_WIDTH =
      required("streams[].width", Kinds.integer(1, 65_536), "floats in each layer");
  static final Key<Duration> LATENESS =
      of(
          "streams[].lateness",
          "100ms",
          Kinds.duration("0ms", "1d"),
          "event time that a frame may lag behind the newest of its modality");
  static final Key<Boolean> REQUIRED =
      of(
          "streams[].required",
          "false",
          Kinds.bool(),
          "a window that lacks it is dropped as unpaired");
  static final Key<Boolean> REPARTITION =
      of(
          "streams[].repartition",
          "false",
          Kinds.bool(),
          "its frames are read through a topic of ours, spread by murmur2 over as many partitions as"
              + " the others have");

  static final Key<String> WINDOWS =
      optional(
          "align.windows",
          Kinds.choice("item"),
          "item: a window is the interval its frames carry; otherwise a section with size and hop");
  static final Key<Duration> SIZE =
      of(
          "align.windows.size",
          "1s",
          Kinds.duration("1ms", "1h"),
          "length of a window in event time");
  static final Key<Duration> HOP =
      optional(
          "align.windows.hop",
          Kinds.duration("1ms", "1h"),
          "from one window's start to the next; at most size, which it is by default");
  static final Key<String> ANCHOR =
      optional(
          "align.nearest.anchor",
          Kinds.matching(NAME),
          "instead of windows: each frame of this modality with the nearest one of every other");
  static final Key<Duration> TOLERANCE =
      of(
          "align.nearest.tolerance",
          "20ms",
          Kinds.duration("0ms", "1h"),
          "event time that a frame may be away from its anchor; read with align.nearest.anchor");
  static final Key<String> TIME =
      of(
          "align.time",
          "live",
          Kinds.choice("live", "replay"),
          "replay: no wall clock is read, a reached bound stops the run, the output is the same to"
              + " the byte");
  static final Key<String> VERDICTS =
      of(
          "align.verdicts",
          "final",
          Kinds.choice("final", "eager"),
          "eager: also an early verdict when the first modality has passed the end, corrected by"
              + " the final one");
  static final Key<String> STORE =
      of(
          "align.store",
          "memory",
          Kinds.choice("memory", "rocksdb"),
          "what a restart on the same disk reads open windows from: the changelog topic, or"
              + " RocksDB");
  static final Key<String> CHANGELOG =
      of(
          "align.changelog",
          "offsets",
          Kinds.choice("frames", "offsets"),
          "what the changelog holds of a frame: the frame, or its offset, to be read again at a"
              + " restart; more than 8 frames of one modality in a live window are held as their sum");
  static final Key<Duration> DEADLINE =
      of(
          "align.deadline",
          "500ms",
          Kinds.duration("0ms", "1h"),
          "wall-clock wait beyond a window's end for a silent modality");
  static final Key<Duration> MAX_AHEAD =
      of(
          "align.maxAhead",
          "10s",
          Kinds.duration("1ms", "1d"),
          "a frame further ahead of the wall clock is rejected");
  static final Key<Duration> IDLE =
      of(
          "align.idle",
          "1m",
          Kinds.duration("100ms", "7d"),
          "a stream without frames for so long, wall clock, is closed and evicted");
  static final Key<Duration> MAX_BACK =
      of(
          "align.maxBack",
          "5s",
          Kinds.duration("1ms", "1d"),
          "a modality that jumps back further in event time begins a new epoch");
  static final Key<Duration> RETENTION =
      of(
          "align.retention",
          "1h",
          Kinds.duration("1s", "7d"),
          "how long an evicted stream is remembered");
  static final Key<Duration> PUNCTUATION =
      of(
          "align.punctuation",
          "10ms",
          Kinds.duration("1ms", "10s"),
          "wall-clock time between looks at the deadlines");
  static final Key<Integer> FRAMES =
      of(
          "align.limits.framesPerWindow",
          "4096",
          Kinds.integer(1, 1_000_000),
          "frames over this end as overflow");
  static final Key<Integer> OPEN_WINDOWS =
      of(
          "align.limits.windowsPerStream",
          "256",
          Kinds.integer(1, 100_000),
          "open windows over this end as overflow");
  static final Key<Integer> STREAMS =
      of(
          "align.limits.streamsPerTask",
          "100000",
          Kinds.integer(1, 10_000_000),
          "streams over this end as overflow");
  static final Key<Long> BYTES =
      of(
          "align.limits.bytesPerTask",
          "512MB",
          Kinds.bytes("1MB", "1TB"),
          "frames that would make the state of a partition larger end as overflow");
  static final Key<Long> STATE_BYTES =
      optional(
          "align.limits.stateBytes",
          Kinds.bytes("1MB", "1TB"),
          "the start is refused where the state of all partitions may grow larger");

  static final Key<String> PLAN =
      of(
          "fusion.plan",
          "skew-pair",
          Kinds.choice("late", "pairwise", "skew-pair", "explicit", Plans.AUTO),
          "which layer pairs are fused; auto: the trainer chooses, so frames must carry all layers");
  static final Key<Integer> SKEW =
      of(
          "fusion.skew",
          "0",
          Kinds.integer(-255, 255),
          "d = i - j of skew-pair: above 0 keeps A deep, below 0 B");
  static final Key<Pairs> PAIRS =
      of("fusion.pairs", "1", Kinds.pairs(), "k of skew-pair, or the pairs of explicit");
  static final Key<String> PLAN_ANCHOR =
      of(
          "fusion.anchor",
          "top",
          Kinds.choice("top", "bottom"),
          "from which end pairwise and skew-pair count layers");
  static final Key<String> BLOCK =
      of(
          "fusion.block",
          "co-attention",
          Kinds.choice(SsfnShape.Block.labels().toArray(String[]::new)),
          "the block that fuses a pair; early and mixture take all layers of the plan at once");
  static final Key<String> COMBINE =
      of(
          "fusion.combine",
          "mean",
          Kinds.choice("mean", "softmax"),
          "how the pairs' outputs become one: averaged, or by learned weights");
  static final Key<Integer> WIDTH =
      of(
          "fusion.width",
          "64",
          Kinds.integer(1, 4096),
          "P: layer vectors are projected to so many floats");
  static final Key<Integer> BATCH =
      of(
          "fusion.batch.size",
          "64",
          Kinds.integer(1, 4096),
          "windows that are scored in one call at the most; 1 in replay");
  static final Key<Duration> LINGER =
      of(
          "fusion.batch.linger",
          "5ms",
          Kinds.duration("0ms", "10s"),
          "wall-clock wait for a batch to fill; none in replay");

  static final Key<String> ENGINE =
      of(
          "fusion.engine",
          "native",
          Kinds.choice(EngineSettings.Engine.labels().toArray(String[]::new)),
          "what computes: our own code on BLAS, ONNX Runtime, its CUDA provider (a build with -Pcuda);"
              + " auto measures the two CPU engines and takes the faster one for each size of batch");
  static final Key<Boolean> ENGINE_FALLBACK =
      of(
          "fusion.engineFallback",
          "false",
          Kinds.bool(),
          "where the engine cannot run: true warns and takes one that can, false stops the start");
  static final Key<Integer> CUDA_DEVICE =
      of("fusion.cuda.device", "0", Kinds.integer(0, 63), "number of the device; onnx-cuda only");
  static final Key<Long> CUDA_MEMORY =
      of(
          "fusion.cuda.memoryLimit",
          "2GB",
          Kinds.bytes("64MB", "1TB"),
          "what the engine may take of the device's memory");
  static final Key<Integer> CUDA_BATCH =
      of(
          "fusion.cuda.batch",
          "128",
          Kinds.integer(1, 128),
          "rows of a call on the device at least: smaller batches are padded");

  static final Key<String> PREDICTIONS =
      required("outputs.predictions", Kinds.topic(), "where predictions go");
  static final Key<String> REJECTED =
      required("outputs.rejected", Kinds.topic(), "where unusable records go");
  static final Key<String> LEDGER =
      optional("outputs.ledger", Kinds.topic(), "where every frame's outcome goes; for explain");
  static final Key<Integer> MAX_RECORD =
      of(
          "outputs.maxRecordBytes",
          "1MB",
          Kinds.size("1KB", "100MB"),
          "a longer input record is rejected unread");
  static final Key<Integer> MAX_REJECTED =
      of(
          "outputs.rejectedMaxBytes",
          "256KB",
          Kinds.size("0B", "100MB"),
          "a longer record is rejected as length and SHA-256, without its bytes");

  static final Key<String> MODELS =
      required("models.topic", Kinds.topic(), "compacted topic of the model bundles");
  static final Key<Integer> PART =
      of(
          "models.partBytes",
          "512KB",
          Kinds.size("1KB", "100MB"),
          "largest chunk of a bundle in one record");
  static final Key<Long> VERSION =
      optional(
          "models.version",
          Kinds.positive(),
          "the processor serves this version alone; required with align.time: replay");

  static final Key<Duration> ANNOUNCE =
      optional(
          "models.announce",
          Kinds.duration("0ms", "1h"),
          "how long frames carry a new plan's layers before its model serves, and the old plan's"
              + " after; default: window + align.deadline + 10s");

  static final Key<String> LABELS_TOPIC =
      required("train.labels", Kinds.topic(), "topic of the labels");
  static final Key<String> EXAMPLES =
      required("train.examples", Kinds.topic(), "topic of the labelled windows");
  static final Key<Duration> HORIZON =
      of(
          "train.horizon",
          "10m",
          Kinds.duration("1s", "7d"),
          "event time that windows and labels wait for each other");
  static final Key<Double> OVERLAP =
      of(
          "train.minOverlap",
          "0.5",
          Kinds.number("(0, 1]"),
          "share of a window that its label covers");
  static final Key<Integer> FIRST =
      of("train.firstRound", "200", Kinds.integer(2, 10_000_000), "examples before the first fit");
  static final Key<Integer> EVERY =
      of("train.roundEvery", "200", Kinds.integer(1, 10_000_000), "new examples between fits");
  static final Key<Integer> MAX_EXAMPLES =
      of(
          "train.maxExamples",
          "50000",
          Kinds.integer(2, 10_000_000),
          "newest examples that are kept; at least firstRound");
  static final Key<Double> HELD_OUT =
      of(
          "train.heldOut",
          "0.25",
          Kinds.number("(0, 1)"),
          "share of the streams that are evaluated on, never trained on");
  static final Key<Integer> EPOCHS =
      of(
          "train.epochs",
          "60",
          Kinds.integer(1, 100_000),
          "passes over the training part at the most");
  static final Key<Integer> TRAIN_BATCH =
      of("train.batchSize", "64", Kinds.integer(1, 65_536), "windows per step of fitting");
  static final Key<Double> RATE =
      of("train.learningRate", "0.001", Kinds.number("(0, 1]"), "step size of Adam");
  static final Key<Double> DROPOUT =
      of(
          "train.modalityDropout",
          "0.2",
          Kinds.number("[0, 1)"),
          "probability that a training window loses a modality");
  static final Key<Integer> PLAN_BUDGET =
      of(
          "train.planBudget",
          "40",
          Kinds.integer(SweepSettings.leastBudget(SweepSettings.SEEDS), 1_000_000),
          "fits of each choice with fusion.plan: auto");
  static final Key<Integer> PLAN_ROUNDS =
      of(
          "train.planRounds",
          "10",
          Kinds.integer(1, 1_000_000),
          "rounds from one choice to the next with fusion.plan: auto");
  static final Key<String> OBJECTIVE =
      of(
          "train.objective",
          "none",
          Kinds.choice(DependencyOptions.Objective.labels().toArray(String[]::new)),
          "what is learned besides the task: that the modalities depend on each other");
  static final Key<Double> OBJECTIVE_WEIGHT =
      of(
          "train.objectiveWeight",
          "0.1",
          Kinds.number("[0, 1000]"),
          "lambda of kl, f and wasserstein: loss = task - lambda * dependency");
  static final Key<Integer> INNER_STEPS =
      of(
          "train.innerSteps",
          "3",
          Kinds.integer(1, 100),
          "steps of the statistic network before each of the fusion network");
  static final Key<Integer> WARM_UP =
      of("train.warmUp", "3", Kinds.integer(0, 10_000), "epochs over which lambda grows from 0");
  static final Key<Double> CLAMP =
      of(
          "train.clamp",
          "10",
          Kinds.number("(0, 1000]"),
          "kl and f: the statistic is cut to +-clamp under the exponential");
  static final Key<Long> SEED = of("train.seed", "7", Kinds.seed(), "of every random choice");

  static final Key<Map<String, String>> REGISTRY =
      optional(
          "registry",
          Kinds.properties(),
          "keys of the schema registry client; schema.registry.url is http://localhost:8081 by default");
  static final Key<Map<String, String>> KAFKA =
      optional(
          "kafka",
          Kinds.properties(),
          "keys of the Kafka clients; bootstrap.servers is localhost:9092 and processing.guarantee exactly_once_v2 by default; keys that Skewline sets are errors");
  static final Key<Integer> PORT =
      of(
          "http.port",
          "8080",
          Kinds.integer(0, 65_535),
          "port of health and metrics; 0 takes a free one");

  static final List<Key<?>> ALL = List.copyOf(LISTED);

  private Keys() {}

  private static <T> Key<T> listed(Key<T> key) {
    LISTED.add(key);
    return key;
  }

  private static <T> Key<T> required(String path, Kind<T> kind, String effect) {
    return listed(Key.required(path, kind, effect));
  }

  private static <T> Key<T> optional(String path, Kind<T> kind, String effect) {
    return listed(Key.optional(path, kind, effect));
  }

  private static <T> Key<T> of(String path, String standard, Kind<T> kind, String effect) {
    return listed(Key.of(path, standard, kind, effect));
  }

  /** The table of keys in docs/TOPOLOGY-FILE.md. */
  static String table() {
    StringBuilder table =
        new StringBuilder("| key | default | allowed | effect |\n|---|---|---|---|\n");
    for (Key<?> key : ALL) {
      String standard =
          switch (key.presence()) {
            case REQUIRED -> "(required)";
            case OPTIONAL -> "-";
            case DEFAULTED -> "`" + key.standard() + "`";
          };
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key.path(), standard, key.kind().allowed(), key.effect()));
    }
    return table.toString();
  }
}
