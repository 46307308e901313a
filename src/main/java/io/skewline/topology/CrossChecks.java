// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What must hold between keys that are each right. A key that is wrong itself is passed over. */
final class CrossChecks {
  private static final Map<String, String> SET_BY_US = setByUs();
  private final Values values;
  private final Problems problems;

  CrossChecks(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  private static Map<String, String> setByUs() {
    Map<String, String> keys = new HashMap<>();
    keys.put("application.id", "the key 'name' of this file");
    for (String key :
        List.of(
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "default.key.serde",
            "default.value.serde",
            "default.timestamp.extractor",
            "enable.auto.commit",
            "isolation.level",
            "ensure.explicit.internal.resource.naming")) {
      keys.put(key, "Skewline itself; leave it out");
    }
    return Map.copyOf(keys);
  }

  void run() {
    task();
    windows();
    nearest();
    eager();
    modalities();
    topics();
    limits();
    new NoModelChecks(values, problems).run();
    new HttpChecks(values, problems).run();
    deterministic();
    replay();
    values.find(ClientKeys.KAFKA).ifPresent(this::kafka);
  }

  private void task() {
    boolean labels = values.find(TaskKeys.LABELS).isPresent();
    String type = values.find(TaskKeys.TASK).orElse("");
    if (type.equals("classification") && !labels && !problems.mentions("task.labels")) {
      problems.add(
          values.where(TaskKeys.TASK, 0),
          "task.labels is missing; allowed: " + TaskKeys.LABELS.kind().allowed());
    }
    String objective = values.find(TrainKeys.OBJECTIVE).orElse("");
    if (type.equals("regression") && objective.equals("total-correlation")) {
      problems.add(
          values.where(TrainKeys.OBJECTIVE, 0),
          "train.objective is 'total-correlation', which rests on class scores; allowed with"
              + " task.type regression: none, kl, f, wasserstein");
    }
    if (type.equals("clustering") && objective.equals("none")) {
      problems.add(
          values.where(TaskKeys.TASK, 0),
          "task.type is 'clustering', which learns without labels; allowed for train.objective,"
              + " which is 'none': kl, f, wasserstein, total-correlation");
    }
  }

  private void nearest() {
    Optional<String> anchor = values.find(AlignKeys.ANCHOR);
    List<String> modalities = new ArrayList<>();
    for (int i = 0; i < values.streams(); i++) {
      values.find(StreamKeys.MODALITY, i).ifPresent(modalities::add);
    }
    if (anchor.isPresent() && !modalities.contains(anchor.get())) {
      problems.add(
          values.where(AlignKeys.ANCHOR, 0),
          "align.nearest.anchor is '" + anchor.get() + "'; allowed: a modality, " + modalities);
    }
    if (anchor.isPresent() && values.find(AlignKeys.WINDOWS).isPresent()) {
      problems.add(
          values.where(AlignKeys.WINDOWS, 0),
          "align.windows stands beside align.nearest; allowed: one of the two");
    }
  }

  /** An early look depends on what has arrived by then; nearest decides as soon as it can. */
  private void eager() {
    boolean eager = values.find(AlignKeys.VERDICTS).orElse("").equals("eager");
    if (eager && values.find(AlignKeys.TIME).orElse("").equals("replay")) {
      problems.add(
          values.where(AlignKeys.VERDICTS, 0),
          "align.verdicts is 'eager' and align.time 'replay'; allowed: final, with replay");
    }
    if (eager && values.find(AlignKeys.ANCHOR).isPresent()) {
      problems.add(
          values.where(AlignKeys.VERDICTS, 0),
          "align.verdicts is 'eager' beside align.nearest; allowed: final, with align.nearest");
    }
  }

  private void windows() {
    Duration size = values.find(AlignKeys.SIZE).orElse(Duration.ofDays(1));
    values
        .find(AlignKeys.HOP)
        .filter(hop -> hop.compareTo(size) > 0)
        .ifPresent(
            hop ->
                problems.add(
                    values.where(AlignKeys.HOP, 0),
                    "align.windows.hop is longer than align.windows.size; allowed: at most "
                        + size.toMillis()
                        + "ms, or events between two windows would be lost"));
  }

  private void modalities() {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < values.streams(); i++) {
      String name = values.find(StreamKeys.MODALITY, i).orElse("?" + i);
      Integer before = first.putIfAbsent(name, i);
      if (before != null) {
        problems.add(
            values.where(StreamKeys.MODALITY, i),
            "streams."
                + i
                + ".modality is '"
                + name
                + "', as streams."
                + before
                + ".modality is; allowed: each modality once");
      }
    }
  }

  private void topics() {
    Map<String, String> users = new HashMap<>();
    for (int i = 0; i < values.streams(); i++) {
      topic(users, StreamKeys.TOPIC, i, "streams." + i + ".topic");
    }
    for (int i = 0; i < values.streams(); i++) {
      repartition(users, i);
    }
    for (Key<String> key :
        List.of(
            OutputKeys.PREDICTIONS,
            OutputKeys.REJECTED,
            OutputKeys.LEDGER,
            OutputKeys.SHADOW,
            OutputKeys.SCORES,
            ModelKeys.MODELS,
            ModelKeys.DECISIONS,
            TrainKeys.LABELS_TOPIC,
            TrainKeys.EXAMPLES)) {
      topic(users, key, 0, key.path());
    }
  }

  /** Our own topics take names too. */
  private void repartition(Map<String, String> users, int stream) {
    if (!values.find(StreamKeys.REPARTITION, stream).orElse(false)
        || values.find(TaskKeys.APP).isEmpty()
        || values.find(StreamKeys.MODALITY, stream).isEmpty()) {
      return;
    }
    for (String application :
        List.of(
            values.get(TaskKeys.APP), TrainingTopology.applicationId(values.get(TaskKeys.APP)))) {
      String topic = FrameTopics.repartition(application, values.get(StreamKeys.MODALITY, stream));
      String shown = "streams." + stream + ".repartition makes '" + topic + "'";
      String before = users.putIfAbsent(topic, shown);
      if (before != null) {
        problems.add(
            values.where(StreamKeys.REPARTITION, stream),
            shown + ", as " + before + "; allowed: a topic of its own");
      }
    }
  }

  private void topic(Map<String, String> users, Key<String> key, int stream, String shown) {
    String topic = values.find(key, stream).orElse("");
    String before = topic.isEmpty() ? null : users.putIfAbsent(topic, shown);
    if (before != null) {
      problems.add(
          values.where(key, stream),
          shown + " is '" + topic + "', as " + before + " is; allowed: a topic of its own");
    }
  }

  private void limits() {
    int trial = values.find(TrainKeys.SHADOW_LABELS).orElse(0);
    if (trial > 0 && values.find(ModelKeys.SHADOW_SHARE).orElse(1.0) == 0) {
      problems.add(
          values.where(TrainKeys.SHADOW_LABELS, 0),
          "train.shadowLabels is '"
              + trial
              + "' and models.shadowShare 0, so no challenger would ever be promoted; allowed: 0, or"
              + " a share above 0");
    }
    int most = values.find(TrainKeys.MAX_EXAMPLES).orElse(Integer.MAX_VALUE);
    int first = values.find(TrainKeys.FIRST).orElse(0);
    if (first > most) {
      problems.add(
          values.where(TrainKeys.FIRST, 0),
          "train.firstRound is '" + first + "'; allowed: at most train.maxExamples, " + most);
    }
  }

  /** What else than the number of examples would decide about a round or a plan. */
  private void deterministic() {
    if (!values.find(TrainKeys.DETERMINISTIC).orElse(false)) {
      return;
    }
    String as = ", as train.deterministic is 'true'; allowed: ";
    if (!values.find(TrainKeys.DRIFT).orElse("none").equals("none")) {
      problems.add(
          values.where(TrainKeys.DETERMINISTIC, 0), "train.drift is 'adwin'" + as + "none");
    }
    int trial = values.find(TrainKeys.SHADOW_LABELS).orElse(0);
    if (trial > 0) {
      problems.add(
          values.where(TrainKeys.SHADOW_LABELS, 0),
          "train.shadowLabels is '" + trial + "'" + as + "0, for a trial ends when labels come");
    }
    if (values.given(ModelKeys.ROLLBACK) && values.find(ModelKeys.ROLLBACK).orElse(false)) {
      problems.add(
          values.where(ModelKeys.ROLLBACK, 0),
          "models.rollback.on is 'true'" + as + "false, for a rollback happens when labels come");
    }
    if (values.find(TrainKeys.INTERVAL).isPresent()) {
      problems.add(values.where(TrainKeys.INTERVAL, 0), "train.roundInterval is set" + as + "none");
    }
    if (values.find(FusionKeys.PLAN).orElse("").equals(Plans.AUTO)) {
      problems.add(
          values.where(FusionKeys.PLAN, 0),
          "fusion.plan is 'auto'" + as + "late, pairwise, skew-pair, explicit");
    }
  }

  /** A model swapped at some moment would make the output depend on that moment. */
  private void replay() {
    if (!values.find(AlignKeys.TIME).orElse("").equals("replay")) {
      return;
    }
    if (values.find(ModelKeys.VERSION).isEmpty() && !problems.mentions(ModelKeys.VERSION.path())) {
      problems.add(
          values.where(AlignKeys.TIME, 0),
          "models.version is missing, as align.time is 'replay'; allowed: "
              + ModelKeys.VERSION.kind().allowed()
              + ", the version that the replay is pinned to");
    }
    replayedEngine(values.find(FusionKeys.ENGINE).orElse(""));
  }

  /** Engines differ in the last bits: the file says which one computes, not the machine. */
  private void replayedEngine(String engine) {
    if (engine.equals("auto")) {
      problems.add(
          values.where(FusionKeys.ENGINE, 0),
          "fusion.engine is 'auto' and align.time 'replay'; allowed with replay: native, onnx,"
              + " onnx-cuda, as what is the faster one differs from run to run");
    }
    if (engine.startsWith("onnx") && values.find(FusionKeys.ENGINE_FALLBACK).orElse(false)) {
      problems.add(
          values.where(FusionKeys.ENGINE_FALLBACK, 0),
          "fusion.engineFallback is 'true', fusion.engine '"
              + engine
              + "' and align.time 'replay'; allowed with replay: false, as what takes over differs"
              + " from machine to machine");
    }
  }

  private void kafka(Map<String, String> properties) {
    new KafkaChecks(properties, problems, values.where(ClientKeys.KAFKA, 0)).run();
    for (String key : new TreeSet<>(properties.keySet())) {
      if (SET_BY_US.containsKey(key)) {
        problems.add(
            values.where(ClientKeys.KAFKA, 0),
            "kafka."
                + key
                + " is '"
                + properties.get(key)
                + "'; it is set by "
                + SET_BY_US.get(key));
      }
    }
    String guarantee = properties.getOrDefault("processing.guarantee", "exactly_once_v2");
    if (!List.of("exactly_once_v2", "at_least_once").contains(guarantee)) {
      problems.add(
          values.where(ClientKeys.KAFKA, 0),
          "kafka.processing.guarantee is '"
              + guarantee
              + "'; allowed: exactly_once_v2, at_least_once");
    }
  }
}
