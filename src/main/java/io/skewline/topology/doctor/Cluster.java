// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** The application to be examined, and its cluster, asked with little patience. Many threads. */
final class Cluster implements AutoCloseable {
  private final FusionApp app;
  private final Duration patience;
  private @Nullable Admin admin;

  /**
   * @param patience with one answer
   */
  Cluster(FusionApp app, Duration patience) {
    this.app = app;
    this.patience = patience;
  }

  FusionApp app() {
    return app;
  }

  Duration patience() {
    return patience;
  }

  String bootstrap() {
    return String.valueOf(app.kafka().get("bootstrap.servers"));
  }

  /** For clients of a check's own: they give up in time. */
  Properties client() {
    Properties config = StreamsSettings.client(app);
    int millis = Math.toIntExact(patience.toMillis());
    config.put("request.timeout.ms", Integer.toString(millis));
    config.put("default.api.timeout.ms", Integer.toString(millis));
    return config;
  }

  synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(client());
    }
    return admin;
  }

  <T> T get(KafkaFuture<T> future) throws Exception {
    try {
      return future.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new TimeoutException("no answer from the broker within " + patience);
    }
  }

  /** Of those topics that exist, key to value in force. */
  Map<String, Map<String, String>> topicConfigs(Collection<String> topics) throws Exception {
    var there = new HashSet<>(get(admin().listTopics().names()));
    there.retainAll(topics);
    Map<String, Map<String, String>> found = new TreeMap<>();
    get(admin()
            .describeConfigs(
                there.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList())
            .all())
        .forEach((topic, config) -> found.put(topic.name(), Topics.inForce(config)));
    return found;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
