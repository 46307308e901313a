// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.align.AlignStore;
import io.skewline.ledger.LedgerStore;
import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Topics exist, and those that meet in a task have the same number of partitions. */
final class TopicsCheck implements Check {
  @Override
  public String name() {
    return "topics";
  }

  @Override
  public void examine(Cluster cluster, Findings found) {
    FusionApp app = cluster.app();
    Set<String> wanted = new TreeSet<>(AppTopics.specs(app, 1).keySet());
    Set<String> asked = new TreeSet<>(wanted);
    List<String> changelogs =
        List.of(
            app.name() + "-" + AlignStore.NAME + "-changelog",
            app.name() + "-" + LedgerStore.NAME + "-changelog");
    asked.addAll(changelogs);
    Map<String, Integer> there;
    try (Topics topics = new Topics(cluster.client())) {
      there = topics.partitions(asked);
    }
    wanted.removeAll(there.keySet());
    if (!wanted.isEmpty()) {
      int partitions = there.getOrDefault(AppTopics.ofProcessor(app).get(0), 4);
      found.fail(
          "topics " + wanted + " do not exist, or this client may not see them",
          "skewline topics %s --partitions %d".formatted(app.file(), partitions));
    }
    int before = found.all().size();
    same(AppTopics.ofProcessor(app), there, cluster, found);
    if (found.all().size() == before) {
      same(AppTopics.ofTrainer(app), there, cluster, found);
    }
    changelogs(changelogs, there, cluster, found);
    found.okIfNothing(
        "%d topics, those that are joined with %d partitions each"
            .formatted(there.size(), there.get(AppTopics.ofProcessor(app).get(0))));
  }

  /** The most frequent number of partitions of all that are joined is taken for what was meant. */
  private static void same(
      List<String> joined, Map<String, Integer> there, Cluster cluster, Findings found) {
    List<Integer> partitions = joined.stream().filter(there::containsKey).map(there::get).toList();
    if (Set.copyOf(partitions).size() < 2) {
      return;
    }
    List<Integer> votes =
        AppTopics.ofTrainer(cluster.app()).stream()
            .filter(there::containsKey)
            .map(there::get)
            .toList();
    int meant =
        partitions.stream()
            .max(
                Comparator.comparingLong(n -> votes.stream().filter(n::equals).count() * 1000L + n))
            .orElseThrow();
    List<String> odd = new ArrayList<>(joined);
    odd.removeIf(topic -> there.getOrDefault(topic, meant) == meant);
    Map<String, Integer> shown = new TreeMap<>(there);
    shown.keySet().retainAll(joined);
    found.fail(
        "topics that are joined must have the same number of partitions: " + shown,
        "%s && skewline topics %s --partitions %d  # their records are lost; or `repartition: true`"
            .formatted(deletion(odd, cluster), cluster.app().file(), meant));
  }

  /** Streams would refuse to start. */
  private static void changelogs(
      List<String> changelogs, Map<String, Integer> there, Cluster cluster, Findings found) {
    Integer partitions = there.get(AppTopics.ofProcessor(cluster.app()).get(0));
    List<String> odd =
        changelogs.stream()
            .filter(topic -> there.containsKey(topic) && !there.get(topic).equals(partitions))
            .toList();
    if (!odd.isEmpty() && partitions != null) {
      found.fail(
          "%s were made for another number of partitions than %d".formatted(odd, partitions),
          "stop all processors, then "
              + deletion(odd, cluster)
              + "  # open windows and the ledger's sums are lost");
    }
  }

  static String deletion(List<String> topics, Cluster cluster) {
    return "kafka-topics.sh --bootstrap-server %s --delete --topic '%s'"
        .formatted(cluster.bootstrap(), String.join("|", topics));
  }
}
