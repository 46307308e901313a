// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignSettings;
import io.skewline.topology.Key.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds the tree against {@link Keys}: every value is read by its key, all else is a problem. */
final class KeyReader {
  private static final String STREAM = "streams[].";
  private static final String STREAMS_ALLOWED =
      "a list of two to " + AlignSettings.MOST_MODALITIES + " streams";
  private final Problems problems;
  private final Values values = new Values();
  private final List<String> seen = new ArrayList<>();

  KeyReader(Problems problems) {
    this.problems = problems;
  }

  Values read(Node root) {
    if (root instanceof Node.Entries file) {
      section("", "", file, 0);
    } else {
      problems.add(root.where(), "a topology file is a section of keys: " + known(""));
    }
    fillIn("", false, 0);
    if (values.streams() == 0 && !seen.contains("streams")) {
      problems.add(problems.file(), "streams is missing; allowed: " + STREAMS_ALLOWED);
    }
    return values;
  }

  private void section(String shown, String path, Node.Entries section, int stream) {
    section.entries().forEach((name, node) -> entry(shown + name, path + name, node, stream));
  }

  private void entry(String shown, String path, Node node, int stream) {
    seen.add(shown);
    Optional<Key<?>> key = Keys.ALL.stream().filter(k -> k.path().equals(path)).findFirst();
    boolean isSection = Keys.ALL.stream().anyMatch(k -> k.path().startsWith(path + "."));
    if (path.equals("streams")) {
      streams(node);
    } else if (isSection && node instanceof Node.Entries inner) {
      section(shown + ".", path + ".", inner, stream);
    } else if (key.isPresent()) {
      value(shown, key.get(), node, stream);
    } else if (isSection) {
      problems.add(
          node.where(),
          shown + " is '" + node.shown() + "'; allowed: a section with " + known(path + "."));
    } else {
      unknown(shown, path, node);
    }
  }

  private void streams(Node node) {
    if (!(node instanceof Node.Items list)
        || list.items().size() < 2
        || list.items().size() > AlignSettings.MOST_MODALITIES) {
      problems.add(node.where(), "streams is '" + node.shown() + "'; allowed: " + STREAMS_ALLOWED);
      return;
    }
    values.streams(list.items().size());
    for (int i = 0; i < list.items().size(); i++) {
      String shown = "streams." + i + ".";
      if (list.items().get(i) instanceof Node.Entries stream) {
        section(shown, STREAM, stream, i);
        fillIn(shown, true, i);
      } else {
        problems.add(
            list.items().get(i).where(), "streams." + i + " must be a section of " + known(STREAM));
      }
    }
  }

  private <T> void value(String shown, Key<T> key, Node node, int stream) {
    try {
      values.put(key, stream, key.kind().parse(node), node.where());
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.add(
          node.where(),
          shown + " is '" + shown(shown, node) + "'; allowed: " + key.kind().allowed());
    }
  }

  private void unknown(String shown, String path, Node node) {
    String parent = path.substring(0, path.length() - lastStep(path).length());
    List<String> known = known(parent);
    String meant =
        Nearest.to(lastStep(path), known).map(k -> " (did you mean '" + k + "'?)").orElse("");
    problems.add(
        node.where(),
        "unknown key "
            + shown
            + " = '"
            + shown(shown, node)
            + "'"
            + meant
            + "; known here: "
            + known);
  }

  /** A secret under a misspelt key is one still. */
  private static String shown(String key, Node node) {
    return SecretKeys.shown(key, node.shown());
  }

  private static String lastStep(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The next steps below a path. */
  private static List<String> known(String parent) {
    return Keys.ALL.stream()
        .map(Key::path)
        .filter(path -> path.startsWith(parent))
        .map(path -> path.substring(parent.length()).split("\\.|\\[")[0])
        .distinct()
        .toList();
  }

  private void fillIn(String shown, boolean ofStream, int stream) {
    for (Key<?> key : Keys.ALL) {
      if (key.path().startsWith(STREAM) == ofStream) {
        fillIn(ofStream ? shown + key.lastStep() : key.path(), key, stream);
      }
    }
  }

  private <T> void fillIn(String shown, Key<T> key, int stream) {
    if (seen.contains(shown)) {
      return;
    }
    if (key.presence() == Presence.REQUIRED) {
      problems.add(problems.file(), shown + " is missing; allowed: " + key.kind().allowed());
    } else if (key.presence() == Presence.DEFAULTED) {
      Node standard = new Node.Scalar("default", key.standard());
      values.putDefault(key, stream, key.kind().parse(standard), problems.file());
    }
  }
}
