// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates and checks the topics of a topology file. All topics that meet in one task must have the
 * same number of partitions, or windows of one stream would be spread over tasks.
 */
public final class Topics implements AutoCloseable {
  private static final Duration VISIBLE = Duration.ofSeconds(10);

  private final Admin admin;

  /**
   * @param client Kafka client properties
   */
  public Topics(Properties client) {
    admin = Admin.create(client);
  }

  /**
   * Creates what is missing and leaves the rest alone.
   *
   * @param specs topic to how it is made
   * @return the topics that were created
   */
  public Set<String> create(Map<String, TopicSpec> specs) {
    Set<String> missing = new TreeSet<>(specs.keySet());
    missing.removeAll(existing());
    List<NewTopic> wanted = missing.stream().map(name -> specs.get(name).toNewTopic(name)).toList();
    await(
        admin.createTopics(wanted).all().toCompletionStage().toCompletableFuture(),
        TopicExistsException.class);
    awaitVisible(missing);
    return missing;
  }

  /** A broker lists a new topic some time after the controller has made it. */
  private void awaitVisible(Set<String> created) {
    long deadline = System.nanoTime() + VISIBLE.toNanos();
    while (!existing().containsAll(created) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** Key to value, of a topic or a broker; what the client may not see is left out. */
  public static Map<String, String> inForce(Config config) {
    Map<String, String> values = new TreeMap<>();
    config.entries().stream()
        .filter(entry -> entry.value() != null)
        .forEach(entry -> values.put(entry.name(), entry.value()));
    return values;
  }

  /**
   * Sets what existing topics lack.
   *
   * @return what was changed
   */
  public List<TopicNeeds.Unmet> alter(TopicNeeds needs, Collection<String> topics) {
    List<ConfigResource> there =
        partitions(topics).keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<String, Map<String, String>> configs = new TreeMap<>();
    await(admin.describeConfigs(there).all().toCompletionStage().toCompletableFuture(), null)
        .forEach((topic, config) -> configs.put(topic.name(), inForce(config)));
    List<TopicNeeds.Unmet> unmet = needs.unmet(configs);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (TopicNeeds.Unmet one : unmet) {
      changes
          .computeIfAbsent(
              new ConfigResource(ConfigResource.Type.TOPIC, one.topic()), t -> new ArrayList<>())
          .add(
              new AlterConfigOp(
                  new ConfigEntry(one.key(), one.wanted()), AlterConfigOp.OpType.SET));
    }
    await(
        admin.incrementalAlterConfigs(changes).all().toCompletionStage().toCompletableFuture(),
        null);
    return unmet;
  }

  /**
   * @throws IllegalStateException naming those that do not exist
   */
  public void requireExisting(Collection<String> topics) {
    Set<String> missing = new TreeSet<>(topics);
    missing.removeAll(existing());
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "topics " + missing + " do not exist; `skewline topics` creates them");
    }
  }

  /**
   * @return the number of partitions that each of them has
   * @throws IllegalStateException naming the topics that are missing, or all of them with their
   *     numbers of partitions where these differ
   */
  public int requireCoPartitioned(Collection<String> topics) {
    requireExisting(topics);
    Map<String, Integer> partitions = partitions(topics);
    if (Set.copyOf(partitions.values()).size() > 1) {
      throw new IllegalStateException(
          "topics that are joined must have the same number of partitions: "
              + partitions
              + "; make them anew, or set `repartition: true` for the modality that differs");
    }
    return partitions.values().iterator().next();
  }

  /** Those of the topics that exist, with their number of partitions. */
  public Map<String, Integer> partitions(Collection<String> topics) {
    Set<String> there = new TreeSet<>(topics);
    there.retainAll(existing());
    Map<String, Integer> partitions = new TreeMap<>();
    Map<String, TopicDescription> described =
        await(
            admin.describeTopics(there).allTopicNames().toCompletionStage().toCompletableFuture(),
            null);
    described.forEach((name, d) -> partitions.put(name, d.partitions().size()));
    return partitions;
  }

  private Set<String> existing() {
    return await(admin.listTopics().names().toCompletionStage().toCompletableFuture(), null);
  }

  private static <T> T await(
      java.util.concurrent.Future<T> future, Class<? extends Exception> tolerated) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the broker", e);
    } catch (ExecutionException e) {
      if (tolerated != null && tolerated.isInstance(e.getCause())) {
        return null;
      }
      throw new IllegalStateException("broker: " + e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  /** How a topic is made: partitions, and settings beside the broker's defaults. */
  public record TopicSpec(int partitions, Map<String, String> settings) {
    NewTopic toNewTopic(String name) {
      return new NewTopic(name, java.util.Optional.of(partitions), java.util.Optional.empty())
          .configs(settings);
    }
  }
}
