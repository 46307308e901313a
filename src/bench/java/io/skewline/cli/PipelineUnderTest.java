// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.skewline.bench.Await;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.serve.ActiveModel;
import io.skewline.topology.FusionApp;
import java.time.Duration;
import java.util.OptionalDouble;
import org.apache.kafka.common.Metric;

/** The processor as {@code skewline process} runs it, for measurements. One thread. */
public final class PipelineUnderTest implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Metrics metrics = new Metrics();
  private final ProcessorApp processor;

  public PipelineUnderTest(FusionApp app) {
    processor = new ProcessorApp(app, metrics, new Meters(metrics.registry()));
  }

  /** Returns when its model is loaded and it reads. */
  public void start() throws Exception {
    processor.start();
    Await.until(
        this::reads,
        LIMIT,
        () -> "the processor did not start: waits for '" + processor.runner().waitingFor() + "'");
  }

  private boolean reads() {
    failIfDead();
    return processor.runner().running() && processor.active().present();
  }

  /**
   * @throws IllegalStateException if the application has stopped
   */
  public void failIfDead() {
    processor
        .runner()
        .error()
        .ifPresent(
            error -> {
              throw new IllegalStateException("the processor failed: " + error, error);
            });
  }

  public ActiveModel active() {
    return processor.active();
  }

  public MeterRegistry registry() {
    return metrics.registry();
  }

  /** One of Kafka Streams' metrics of its thread; empty before it has a value. */
  public OptionalDouble threadMetric(String name) {
    return processor.runner().streams().metrics().values().stream()
        .filter(m -> m.metricName().group().equals("stream-thread-metrics"))
        .filter(m -> m.metricName().name().equals(name))
        .map(Metric::metricValue)
        .mapToDouble(value -> (Double) value)
        .filter(Double::isFinite)
        .findFirst();
  }

  @Override
  public void close() {
    processor.close();
    metrics.close();
  }
}
