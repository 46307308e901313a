// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.Certificate.Condition;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.http.Metrics;
import io.skewline.learn.TrainingRound;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelPublisher;
import io.skewline.topology.StreamsSettings;
import io.skewline.train.Round;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer decides stands on the decisions topic, each once. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GateDecisionsIT {
  @TempDir private Path dir;

  @Test
  void shouldWriteDownWhatTheGateDecides() throws Exception {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("GateDecisionsIT: -Dskewline.seed=" + seed);
    try (TestCluster cluster = new TestCluster(dir, 2, "train.firstRound=50000");
        Metrics metrics = new Metrics()) {
      send(cluster, examples(new Random(seed)));
      Round first;
      Round second;
      try (TrainerApp trainer =
          new TrainerApp(cluster.app, metrics, new Meters(metrics.registry()), result -> {})) {
        trainer.start();
        first = trainer.training().roundNow().get(60, TimeUnit.SECONDS).orElseThrow();
        second = trainer.training().roundNow().get(60, TimeUnit.SECONDS).orElseThrow();
      }
      assertThat(decisions(cluster)).containsExactly(first.decision(), second.decision());
      assertThat(first.decision().verdict()).isEqualTo(Verdict.PROMOTED);
      assertThat(first.decision().numbers()).containsKey("loss.gain.over.guessing.p");
      assertThat(first.bundle().manifest().certificate().of(Condition.MISSING, AUDIO)).hasSize(1);
      assertThat(second.decision().verdict()).as("the same again").isEqualTo(Verdict.KEPT_BACK);
      assertThat(second.decision().againstHash()).isEqualTo(first.bundle().hash());
      assertThat(second.decision().numbers()).containsKeys("loss.gain", "cost");
    }
  }

  /** As if its trainer had died between the publication and the record. */
  @Test
  void shouldMakeUpForARecordThatIsMissing() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2, "train.firstRound=50000");
        Metrics metrics = new Metrics();
        ModelPublisher publisher =
            new ModelPublisher(
                cluster.app.models(),
                cluster.codecs.bundleParts(),
                cluster.codecs.activations(),
                StreamsSettings.client(cluster.app))) {
      Bundle bundle =
          TrainingRound.run(cluster.app.train().fit(), examples(new Random(4)), 1, Optional.empty())
              .bundle();
      publisher.publish(bundle, Role.ACTIVE, "loss 0.1");
      for (int start = 0; start < 2; start++) {
        try (TrainerApp trainer =
            new TrainerApp(cluster.app, metrics, new Meters(metrics.registry()), result -> {})) {
          trainer.start();
        }
        assertThat(decisions(cluster)).as("once").hasSize(1);
      }
      ModelDecision decision = decisions(cluster).get(0);
      assertThat(decision.verdict()).isEqualTo(Verdict.PROMOTED);
      assertThat(decision.by()).isEqualTo(By.UNKNOWN);
      assertThat(decision.hash()).isEqualTo(bundle.hash());
      assertThat(decision.reason())
          .isEqualTo("loss 0.1; found in service without a record of who put it there");
      assertThat(decision.numbers()).isEqualTo(bundle.manifest().metrics());
    }
  }

  private static List<ModelDecision> decisions(TestCluster cluster) {
    try (DecisionLog log =
        new DecisionLog(
            cluster.app.models(),
            cluster.codecs.decisions(),
            StreamsSettings.client(cluster.app))) {
      return log.read().stream().map(DecisionLog.Entry::decision).toList();
    }
  }

  private static List<LabelledWindow> examples(Random random) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      boolean yes = random.nextBoolean();
      WindowId id = new WindowId(new StreamId("cam-" + i % 12), 0, i * 1000L, i * 1000L + 1000);
      PooledModality audio = new PooledModality(TestCluster.stack(yes, random, 8), 1, i * 1000L);
      PooledModality video = new PooledModality(TestCluster.stack(yes, random, 8), 1, i * 1000L);
      examples.add(
          new LabelledWindow(
              new AlignedWindow(id, "", Map.of(AUDIO, audio, VIDEO, video)),
              new Label.ClassTarget(yes ? "yes" : "no"),
              "",
              ""));
    }
    return examples;
  }

  private static void send(TestCluster cluster, List<LabelledWindow> examples) {
    String topic = cluster.app.train().examplesTopic();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            StreamsSettings.client(cluster.app),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (LabelledWindow example : examples) {
        byte[] key = example.window().id().stream().value().getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(topic, key, cluster.codecs.examples().encode(topic, example)));
      }
    }
  }
}
