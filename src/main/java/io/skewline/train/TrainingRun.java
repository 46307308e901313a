// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.ledger.Meters;
import io.skewline.modality.LabelledWindow;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner's loop, on a thread of its own: reads the examples topic from its beginning, keeps
 * the newest, runs a round after every so many, and publishes what is better. A restarted one reads
 * the topic again and goes on from the active model's version.
 */
public final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final TrainSettings settings;
  private final Codec<LabelledWindow> codec;
  private final RoundRunner rounds;
  private final Publisher publisher;
  private final LongSupplier activeVersion;
  private final Meters meters;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deque<LabelledWindow> examples = new ArrayDeque<>();
  private final AtomicReference<CompletableFuture<Optional<Round>>> asked = new AtomicReference<>();
  private final AtomicLong read = new AtomicLong();
  private final AtomicReference<Throwable> error = new AtomicReference<>();
  private final Thread thread = new Thread(this::loop, "skewline-trainer");
  private long sinceRound;
  private long version;
  private boolean firstRoundDone;
  private volatile boolean closing;

  /**
   * @param activeVersion of the model to beat, 0 for none; read before each round
   * @param client Kafka client properties
   */
  public TrainingRun(
      TrainSettings settings,
      Codec<LabelledWindow> codec,
      RoundRunner rounds,
      Publisher publisher,
      LongSupplier activeVersion,
      Meters meters,
      Properties client) {
    this.settings = settings;
    this.codec = codec;
    this.rounds = rounds;
    this.publisher = publisher;
    this.activeVersion = activeVersion;
    this.meters = meters;
    Properties config = new Properties();
    config.putAll(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public void start() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(settings.examplesTopic()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.setDaemon(true);
    thread.start();
  }

  /** Examples read since the start. */
  public long examples() {
    return read.get();
  }

  /**
   * Asks for a round over all that is on the topic now, whatever its number.
   *
   * @return completes with the round, or empty where there are too few examples to fit
   */
  public CompletableFuture<Optional<Round>> roundNow() {
    CompletableFuture<Optional<Round>> mine = new CompletableFuture<>();
    asked.set(mine);
    return mine;
  }

  /** The error that ended the loop. */
  public Optional<Throwable> error() {
    return Optional.ofNullable(error.get());
  }

  private void loop() {
    try {
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
        runWhatIsDue();
      }
    } catch (WakeupException | InterruptException e) {
      LOG.debug("Trainer woken up to close");
    } catch (RuntimeException | Error e) {
      error.set(e);
      LOG.error("The trainer stopped", e);
      Optional.ofNullable(asked.get()).ifPresent(future -> future.completeExceptionally(e));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      examples.addLast(codec.decode(record.topic(), record.key(), record.value()));
      if (examples.size() > settings.maxExamples()) {
        examples.removeFirst();
      }
      sinceRound++;
      read.incrementAndGet();
      meters.example();
    } catch (WireException e) {
      meters.rejected(e.reason().label());
      LOG.warn(
          "Example {}-{}@{} cannot be used: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private void runWhatIsDue() {
    CompletableFuture<Optional<Round>> wanted = asked.getAndSet(null);
    boolean due =
        firstRoundDone ? sinceRound >= settings.roundEvery() : sinceRound >= settings.firstRound();
    if (wanted != null) {
      readToEnd();
      wanted.complete(examples.isEmpty() ? Optional.empty() : round());
    } else if (due) {
      round();
    }
  }

  private void readToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(POLL).forEach(this::take);
    }
  }

  private Optional<Round> round() {
    sinceRound = 0;
    long next = Math.max(version, activeVersion.getAsLong()) + 1;
    long started = System.nanoTime();
    Optional<Round> run = rounds.run(new ArrayList<>(examples), next);
    run.ifPresent(
        round -> {
          version = next;
          firstRoundDone = true;
          meters.round(round.better(), Duration.ofNanos(System.nanoTime() - started));
          LOG.info(
              "Round over {} examples, model {} {}: {}",
              examples.size(),
              next,
              round.better() ? "published" : "kept back",
              round.reason());
          if (round.better()) {
            publisher.publish(round);
          }
        });
    return run;
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }
}
