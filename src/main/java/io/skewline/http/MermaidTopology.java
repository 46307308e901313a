// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;

/**
 * A topology as a Mermaid flowchart: topics as pipes, processors as boxes, stores as cylinders. The
 * same topology always gives the same text.
 */
public final class MermaidTopology {
  private final StringBuilder text = new StringBuilder("flowchart LR\n");
  private final Map<String, String> ids = new LinkedHashMap<>();

  private MermaidTopology() {}

  public static String of(TopologyDescription topology) {
    MermaidTopology chart = new MermaidTopology();
    topology.subtopologies().stream()
        .sorted(Comparator.comparingInt(TopologyDescription.Subtopology::id))
        .forEach(chart::subtopology);
    return chart.text.toString();
  }

  private void subtopology(TopologyDescription.Subtopology part) {
    Set<Node> nodes = new TreeSet<>(Comparator.comparing(Node::name));
    nodes.addAll(part.nodes());
    text.append("  subgraph s").append(part.id()).append("[\"sub-topology ");
    text.append(part.id()).append("\"]\n");
    nodes.forEach(node -> declare("node " + node.name(), "  ", shape(node), node.name()));
    text.append("  end\n");
    nodes.forEach(this::edges);
  }

  private static String shape(Node node) {
    return node instanceof Processor ? "[\"%s\"]" : "([\"%s\"])";
  }

  private void edges(Node node) {
    String id = id("node " + node.name());
    if (node instanceof Source source) {
      topics(source).forEach(topic -> edge(topic(topic), "-->", id));
    } else if (node instanceof Processor processor) {
      new TreeSet<>(processor.stores())
          .forEach(store -> edge(id, "-.-", declare("store " + store, "", "[(\"%s\")]", store)));
    } else if (node instanceof Sink sink) {
      edge(id, "-->", topic(sink.topic() == null ? "chosen by the record" : sink.topic()));
    }
    node.successors().stream()
        .map(Node::name)
        .sorted()
        .forEach(next -> edge(id, "-->", id("node " + next)));
  }

  private static Set<String> topics(Source source) {
    return source.topicSet() == null
        ? Set.of(String.valueOf(source.topicPattern()))
        : new TreeSet<>(source.topicSet());
  }

  private String topic(String name) {
    return declare("topic " + name, "", "[[\"%s\"]]", name);
  }

  private void edge(String from, String arrow, String to) {
    text.append("  %s %s %s\n".formatted(from, arrow, to));
  }

  /** Declares a thing once and gives its id. */
  private String declare(String thing, String indent, String shape, String label) {
    boolean isNew = !ids.containsKey(thing);
    String id = id(thing);
    if (isNew) {
      String escaped = label.replace("\"", "#quot;");
      text.append("  ").append(indent).append(id).append(shape.formatted(escaped)).append('\n');
    }
    return id;
  }

  private String id(String thing) {
    return ids.computeIfAbsent(thing, t -> "n" + ids.size());
  }
}
