// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.TrainingTopology;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The broker says what this client may do: read its inputs, write its outputs, join its groups. */
final class AclCheck implements Check {
  @Override
  public String name() {
    return "acls";
  }

  /** Of processor and trainer together, as one topology file is run by one principal. */
  private static Map<String, Set<AclOperation>> needed(FusionApp app) {
    Map<String, Set<AclOperation>> needed = new TreeMap<>();
    for (String topic : AppTopics.specs(app, 1).keySet()) {
      needed.put(topic, Set.of(AclOperation.READ, AclOperation.WRITE));
    }
    for (String topic : app.frameTopics()) {
      needed.put(topic, Set.of(AclOperation.READ));
    }
    needed.put(app.train().labelsTopic(), Set.of(AclOperation.READ));
    needed.put(app.outputs().rejected(), Set.of(AclOperation.WRITE));
    app.outputs().ledger().ifPresent(topic -> needed.put(topic, Set.of(AclOperation.WRITE)));
    return needed;
  }

  @Override
  public void examine(Cluster cluster, Findings found) throws Exception {
    Map<String, Set<AclOperation>> needed = needed(cluster.app());
    Map<String, KafkaFuture<TopicDescription>> described =
        cluster
            .admin()
            .describeTopics(
                needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    for (Map.Entry<String, Set<AclOperation>> one : needed.entrySet()) {
      Set<AclOperation> allowed = ofTopic(described.get(one.getKey()), one.getValue(), cluster);
      compare("topic", one.getKey(), one.getValue(), allowed, cluster, found);
    }
    for (String group :
        List.of(cluster.app().name(), TrainingTopology.applicationId(cluster.app()))) {
      compare("group", group, Set.of(AclOperation.READ), ofGroup(group, cluster), cluster, found);
    }
    found.okIfNothing(
        "this client may use %d topics and both groups; topics that Streams makes are not seen here"
            .formatted(needed.size()));
  }

  /** Of a topic that it may not describe a client sees nothing else. */
  private static @Nullable Set<AclOperation> ofTopic(
      KafkaFuture<TopicDescription> described, Set<AclOperation> needed, Cluster cluster)
      throws Exception {
    try {
      return cluster.get(described).authorizedOperations();
    } catch (UnknownTopicOrPartitionException e) {
      return needed; // the topics check tells of it
    } catch (AuthorizationException e) {
      return Set.of();
    }
  }

  private static Set<AclOperation> ofGroup(String group, Cluster cluster) throws Exception {
    try {
      return cluster
          .get(
              cluster
                  .admin()
                  .describeConsumerGroups(
                      List.of(group),
                      new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                  .all())
          .get(group)
          .authorizedOperations();
    } catch (GroupIdNotFoundException e) {
      return Set.of(AclOperation.READ); // of a group that is not there yet nothing is said
    } catch (AuthorizationException e) {
      return Set.of();
    }
  }

  private static void compare(
      String kind,
      String name,
      Set<AclOperation> needed,
      @Nullable Set<AclOperation> allowed,
      Cluster cluster,
      Findings found) {
    if (allowed == null || allowed.containsAll(needed)) {
      return;
    }
    Set<AclOperation> missing = new TreeSet<>(needed);
    missing.removeAll(allowed);
    StringBuilder operations = new StringBuilder();
    missing.forEach(one -> operations.append(" --operation ").append(one));
    found.fail(
        "this client may not %s %s %s".formatted(missing, kind, name),
        "kafka-acls.sh --bootstrap-server %s --add --allow-principal User:NAME%s --%s %s"
            .formatted(cluster.bootstrap(), operations, kind, name));
  }
}
