// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.AppTraces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * A Kafka Streams application, new each time. Commit interval, producer and cache are Kafka's
 * defaults for the guarantee, for every contestant alike.
 */
record StreamsContestant(String name, boolean exactlyOnce, Wiring wiring) implements Contestant {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final AtomicInteger RUNS = new AtomicInteger();

  @Override
  public Run run(Cluster cluster, Load load) throws Exception {
    String application = "bench-" + name + "-" + RUNS.incrementAndGet();
    String output = application + "-out";
    cluster.createTopic(output);
    Progress progress = new Progress(load.total());
    Properties config = config(cluster, application);
    AppTraces traces = new AppTraces(cluster.admin(), application, inputs());
    var wired = wiring.build(new Wiring.Site(cluster, load, progress, config, output));
    double seconds;
    KafkaStreams streams = new KafkaStreams(wired.topology(), config);
    try {
      wired.made().accept(streams);
      streams.setUncaughtExceptionHandler(
          thrown -> {
            progress.failed(thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      progress.await(name, LIMIT);
      traces.awaitCommitted();
      seconds = progress.seconds();
    } finally {
      streams.close();
      streams.cleanUp();
    }
    Run run = new Run(name, seconds, load.total() / seconds, traces.changelogBytes());
    if (wiring.results(load) > 0) {
      new Results(name, load).check(cluster, output, wiring.results(load));
    }
    traces.delete();
    return run;
  }

  private Properties config(Cluster cluster, String application) throws IOException {
    Path state = Files.createTempDirectory("skewline-bench");
    state.toFile().deleteOnExit();
    Properties config = guarantee(exactlyOnce);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.servers());
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return config;
  }

  private static Properties guarantee(boolean exactlyOnce) {
    Properties config = new Properties();
    config.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
    return config;
  }

  /** Kafka's own settings as they are in force, one line per guarantee. */
  static String defaults() {
    return defaults("at least once", false) + "\n" + defaults("exactly once", true);
  }

  private static String defaults(String guarantee, boolean exactlyOnce) {
    Properties config = guarantee(exactlyOnce);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    StreamsConfig streams = new StreamsConfig(config);
    Map<String, Object> producer = new HashMap<>(ProducerConfig.configDef().defaultValues());
    producer.putAll(streams.getProducerConfigs("bench"));
    return "%s: commit interval %s ms, record cache %s bytes, producer linger %s ms, batch %s bytes, acks %s, %s in flight"
        .formatted(
            guarantee,
            streams.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG),
            streams.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG),
            producer.get(ProducerConfig.LINGER_MS_CONFIG),
            producer.get(ProducerConfig.BATCH_SIZE_CONFIG),
            producer.get(ProducerConfig.ACKS_CONFIG),
            producer.get(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION));
  }

  private static List<TopicPartition> inputs() {
    return Load.MODALITIES.stream().map(m -> new TopicPartition(Cluster.topic(m), 0)).toList();
  }
}
