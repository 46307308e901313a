// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a script in real time, on a thread of its own. */
final class Traffic {
  private static final byte[] GARBAGE = {7, 7, 7};
  private final FusionApp app;
  private final Codecs codecs;
  private final CountDownLatch clock = new CountDownLatch(1);

  Traffic(FusionApp app, Codecs codecs) {
    this.app = app;
    this.codecs = codecs;
  }

  /**
   * @return done when everything has been appended; failed if something could not be
   */
  CompletableFuture<Void> send(List<Shot> script, long startMillis) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                play(script, startMillis);
                done.complete(null);
              } catch (Exception e) {
                done.completeExceptionally(e);
              }
            },
            "traffic");
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private void play(List<Shot> script, long startMillis) throws Exception {
    Properties config = StreamsSettings.client(app);
    config.put("acks", "all");
    // On a topic this new the first batch may find no leader yet and the second be taken: then the
    // first is out of order for ever.
    config.put("max.in.flight.requests.per.connection", "1");
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      CompletableFuture<Void> failed = new CompletableFuture<>();
      for (Shot shot : script) {
        long wait = startMillis + shot.atMillis() - System.currentTimeMillis();
        if (wait > 0) {
          clock.await(wait, TimeUnit.MILLISECONDS);
        }
        producer.send(
            record(shot),
            (metadata, error) -> {
              if (error != null) {
                failed.completeExceptionally(error);
              }
            });
      }
      producer.flush();
      failed.complete(null);
      failed.get();
    }
  }

  private ProducerRecord<byte[], byte[]> record(Shot shot) {
    String topic = app.topicOf(shot.modality());
    byte[] key = shot.stream().value().getBytes(StandardCharsets.UTF_8);
    byte[] value = shot.event().map(e -> codecs.frames().encode(topic, e)).orElse(GARBAGE);
    return new ProducerRecord<>(topic, key, value);
  }
}
