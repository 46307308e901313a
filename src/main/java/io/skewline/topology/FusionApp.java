// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignSettings;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.ShadowShare;
import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.models.ModelSettings;
import io.skewline.network.EngineSettings;
import io.skewline.network.SsfnShape;
import io.skewline.serve.FuseSettings;
import io.skewline.train.LabelMatch;
import io.skewline.train.TrainSettings;
import io.skewline.train.score.RollbackSettings;
import io.skewline.train.score.ScoreSettings;
import io.skewline.wire.DecodeSettings;
import io.skewline.wire.RegistrySettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole topology file, read and checked.
 *
 * @param file as who gave it called it, for what is found wrong in it later
 * @param name the application id
 * @param streams in the order of the file
 * @param stateBytes what the state of all partitions may grow to before a start is refused
 * @param shape of the network: task, plan, block
 * @param engine what computes the models of the processor; the trainer's is always native
 * @param shadowed the windows that a candidate model scores too
 * @param shadowLabels that a challenger needs beside the active model; 0: none
 * @param rollback when the trainer takes a model back
 * @param kafka client properties, passed through; always with {@code bootstrap.servers} and {@code
 *     processing.guarantee}
 * @param shutdown of processor and trainer
 */
public record FusionApp(
    String file,
    String name,
    List<Stream> streams,
    AlignSettings align,
    Optional<Long> stateBytes,
    DecodeSettings decode,
    FuseSettings fuse,
    SsfnShape shape,
    EngineSettings engine,
    ModelSettings models,
    TrainSettings train,
    Outputs outputs,
    ShadowShare shadowed,
    int shadowLabels,
    RollbackSettings rollback,
    RegistrySettings registry,
    Map<String, String> kafka,
    ShutdownSettings shutdown,
    HttpSettings http) {
  public FusionApp {
    streams = List.copyOf(streams);
    kafka = Map.copyOf(kafka);
  }

  /** Its Kafka properties hold secrets. */
  @Override
  public String toString() {
    return "FusionApp[" + name + " of " + file + "]";
  }

  public Task task() {
    return shape.task();
  }

  /** Of the processor; 0 takes a free one. */
  public int httpPort() {
    return http.port();
  }

  /** Of the trainer, likewise. */
  public int trainerPort() {
    return http.trainerPort();
  }

  public FusionPlan plan() {
    return shape.plan();
  }

  /** What the scoreboard must know. */
  public ScoreSettings scoring() {
    return new ScoreSettings(
        outputs.scores(),
        outputs.shadow(),
        train.horizon(),
        new LabelMatch(train.labelRule(), train.minOverlap()),
        shadowed,
        Set.copyOf(task().labels()));
  }

  /** The specs of all modalities, in the order of the file. */
  public List<ModalitySpec> specs() {
    return streams.stream().map(Stream::spec).toList();
  }

  /** The same with other Kafka and registry properties on top, e.g. of an embedded broker. */
  public FusionApp with(Map<String, String> moreKafka, Map<String, String> moreRegistry) {
    Map<String, String> allKafka = new HashMap<>(kafka);
    allKafka.putAll(moreKafka);
    Map<String, String> allRegistry = new HashMap<>(registry.properties());
    allRegistry.putAll(moreRegistry);
    return new FusionApp(
        file,
        name,
        streams,
        align,
        stateBytes,
        decode,
        fuse,
        shape,
        engine,
        models,
        train,
        outputs,
        shadowed,
        shadowLabels,
        rollback,
        new RegistrySettings(allRegistry),
        allKafka,
        shutdown,
        http);
  }

  /** The topics of the modalities, in the order of the file. */
  public String[] frameTopics() {
    return streams.stream().map(Stream::topic).toArray(String[]::new);
  }

  /** The topic of one modality. */
  public String topicOf(Modality modality) {
    return streams.stream()
        .filter(s -> s.spec().modality().equals(modality))
        .map(Stream::topic)
        .findFirst()
        .orElseThrow();
  }

  /**
   * One modality's topic.
   *
   * @param lateness in event time
   * @param required a window that lacks it is dropped as unpaired
   * @param repartition read through a topic of ours, see {@link FrameTopics}
   */
  public record Stream(
      ModalitySpec spec, String topic, Duration lateness, boolean required, boolean repartition) {}

  /**
   * The names of the topics that the fusion topology writes.
   *
   * @param ledger every frame's outcome; empty if nobody wants it
   * @param shadow what a candidate predicts
   * @param scores the scoreboard, which the training topology writes
   */
  public record Outputs(
      String predictions, String rejected, Optional<String> ledger, String shadow, String scores) {}
}
