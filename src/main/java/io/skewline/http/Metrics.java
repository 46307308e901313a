// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The meter registry of one process, with the JVM's meters bound. Closing it closes the binders
 * first, newest first, then the registry. Set up and closed by one thread.
 */
public final class Metrics implements AutoCloseable {
  /** How soon Kafka's meters of a partition that is new here are seen; Micrometer's own: 60 s. */
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Deque<AutoCloseable> binders = new ArrayDeque<>();
  private final ScheduledExecutorService refresh =
      Executors.newSingleThreadScheduledExecutor(new NamedThreadFactory("skewline-kafka-meters"));
  private final Set<String> twins = ConcurrentHashMap.newKeySet();

  /** Of a process that is the only one of its kind. */
  public Metrics() {
    this(Tags.empty());
  }

  /**
   * @param app tags every meter, so that who reads them of many processes can tell processors from
   *     trainers: both read frames and close windows
   */
  public Metrics(String app) {
    this(Tags.of("app", app));
  }

  private Metrics(Tags common) {
    registry.config().commonTags(common).meterFilter(MeterFilter.deny(this::isTwin));
    binders.push(refresh::shutdownNow);
    JvmGcMetrics gc = new JvmGcMetrics();
    binders.push(gc);
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  private boolean isTwin(Meter.Id id) {
    String topic = id.getTag("topic");
    return topic != null && twins.contains(topic);
  }

  /**
   * Adds Kafka Streams' own meters; they go when this closes, before or after the streams do. Until
   * Kafka 5 its consumers tell of a topic whose name has periods twice, the second time with
   * underscores: sums would be twice what they are, so the second is left out.
   *
   * @param topics that the application may read
   */
  public void bind(KafkaStreams streams, Collection<String> topics) {
    topics.forEach(topic -> twins.add(topic.replace('.', '_')));
    twins.removeAll(topics);
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams, Tags.empty(), refresh, REFRESH);
    binders.push(metrics);
    metrics.bindTo(registry);
  }

  /** All meters in Prometheus' text format 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    while (!binders.isEmpty()) {
      close(binders.pop());
    }
    registry.close();
  }

  private static void close(AutoCloseable binder) {
    try {
      binder.close();
    } catch (Exception e) {
      throw new IllegalStateException("meters could not be unbound: " + binder, e);
    }
  }
}
