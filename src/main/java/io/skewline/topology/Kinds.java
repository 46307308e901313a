// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of values a topology file holds. */
final class Kinds {
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Signed the same however it is encoded. */
  private static final Pattern PLAIN_PATH = Pattern.compile("[a-zA-Z0-9/._~-]*");

  private Kinds() {}

  private static <T> Kind<T> kind(String allowed, Function<Node, T> parse) {
    return new Kind<>() {
      @Override
      public String allowed() {
        return allowed;
      }

      @Override
      public T parse(Node node) {
        return parse.apply(node);
      }
    };
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not allowed");
    }
  }

  static Kind<Integer> integer(int min, int max) {
    return kind(
        "integer " + min + ".." + max,
        node -> {
          int value = Integer.parseInt(Kind.text(node));
          check(value >= min && value <= max);
          return value;
        });
  }

  static Kind<Long> seed() {
    return kind("64-bit integer", node -> Long.parseLong(Kind.text(node)));
  }

  static Kind<Long> positive() {
    return kind(
        "integer 1 or more",
        node -> {
          long value = Long.parseLong(Kind.text(node));
          check(value >= 1);
          return value;
        });
  }

  /** A number from the interval, e.g. {@code (0, 1]}. */
  static Kind<Double> number(String interval) {
    String[] ends = interval.substring(1, interval.length() - 1).split(", ");
    double low = Double.parseDouble(ends[0]);
    double high = Double.parseDouble(ends[1]);
    return kind(
        "number in " + interval,
        node -> {
          double value = Double.parseDouble(Kind.text(node));
          check(interval.startsWith("[") ? value >= low : value > low);
          check(interval.endsWith("]") ? value <= high : value < high);
          return value;
        });
  }

  static Kind<Duration> duration(String min, String max) {
    Duration low = Units.duration(min);
    Duration high = Units.duration(max);
    return kind(
        "duration " + min + ".." + max + ", a whole number with us, ms, s, m, h or d",
        node -> {
          Duration value = Units.duration(Kind.text(node));
          check(value.compareTo(low) >= 0 && value.compareTo(high) <= 0);
          return value;
        });
  }

  static Kind<Integer> size(String min, String max) {
    Kind<Long> bytes = bytes(min, max);
    return kind(bytes.allowed(), node -> Math.toIntExact(bytes.parse(node)));
  }

  /** As {@link #size}, beyond what an int holds. */
  static Kind<Long> bytes(String min, String max) {
    long low = Units.bytes(min);
    long high = Units.bytes(max);
    return kind(
        "size " + min + ".." + max + ", a whole number with " + "B, KB, MB, KiB, MiB, GB or TB",
        node -> {
          long value = Units.bytes(Kind.text(node));
          check(value >= low && value <= high);
          return value;
        });
  }

  static Kind<Boolean> bool() {
    return kind("true or false", node -> "true".equals(choice("true", "false").parse(node)));
  }

  static Kind<String> choice(String... values) {
    List<String> allowed = List.of(values);
    return kind(
        String.join(", ", allowed),
        node -> {
          check(allowed.contains(Kind.text(node)));
          return Kind.text(node);
        });
  }

  static Kind<String> matching(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return kind(
        "text matching " + regex,
        node -> {
          check(pattern.matcher(Kind.text(node)).matches());
          return Kind.text(node);
        });
  }

  /** Refused by {@link LiteralSecrets} where it stands in the file itself. */
  static Kind<String> secret() {
    return kind(
        "a reference to a secret: " + References.FORMS,
        node -> {
          check(!Kind.text(node).isBlank());
          return Kind.text(node);
        });
  }

  static Kind<String> topic() {
    return kind(
        "topic name: 1 to 249 of a-z A-Z 0-9 . _ -, not . or ..",
        node -> {
          String name = Kind.text(node);
          check(TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals(".."));
          return name;
        });
  }

  static Kind<Path> path() {
    return kind(
        "path, from the working directory where it is not absolute",
        node -> {
          check(!Kind.text(node).isBlank());
          return Path.of(Kind.text(node));
        });
  }

  /** Without secrets, which would travel along with it. */
  static Kind<URI> folderUrl(String... schemes) {
    return kind(
        "URL of a folder: "
            + String.join("://, ", schemes)
            + "://, absolute, without user, password, query and fragment",
        node -> {
          URI url = URI.create(Kind.text(node)).normalize();
          check(url.getScheme() != null && List.of(schemes).contains(url.getScheme()));
          check(url.getRawUserInfo() == null && url.getRawQuery() == null);
          check(url.getRawFragment() == null && !url.isOpaque());
          check(url.getScheme().equals("file") ? local(url) : url.getHost() != null);
          check(!url.getScheme().equals("s3") || PLAIN_PATH.matcher(url.getRawPath()).matches());
          return url;
        });
  }

  private static boolean local(URI url) {
    return url.getRawAuthority() == null && url.getPath().startsWith("/");
  }

  static Kind<List<String>> labels() {
    return kind(
        "list of two or more different names",
        node -> {
          List<String> labels = texts(node);
          check(
              labels.size() >= 2
                  && List.copyOf(new java.util.LinkedHashSet<>(labels)).equals(labels));
          check(labels.stream().noneMatch(String::isBlank));
          return labels;
        });
  }

  static Kind<List<Double>> numbers() {
    return kind(
        "list of numbers",
        node -> {
          List<Double> numbers = texts(node).stream().map(Double::valueOf).toList();
          check(!numbers.isEmpty() && numbers.stream().allMatch(Double::isFinite));
          return numbers;
        });
  }

  /** {@code fusion.pairs}: k, or the pairs themselves. */
  record Pairs(int count, List<String> explicit) {}

  static Kind<Pairs> pairs() {
    Kind<Integer> count = integer(1, 256);
    return kind(
        "integer 1..256; or with plan: explicit, a list such as [\"audio:4+video:3\"]",
        node -> {
          if (node instanceof Node.Items) {
            check(!texts(node).isEmpty());
            return new Pairs(0, texts(node));
          }
          return new Pairs(count.parse(node), List.of());
        });
  }

  static Kind<Map<String, String>> properties() {
    return kind(
        "client properties, passed through",
        node -> {
          check(node instanceof Node.Entries);
          Map<String, String> properties = new LinkedHashMap<>();
          flatten("", (Node.Entries) node, properties);
          return Map.copyOf(properties);
        });
  }

  /** {@code sasl: { mechanism: PLAIN }} means {@code sasl.mechanism: PLAIN}. */
  private static void flatten(String prefix, Node.Entries from, Map<String, String> to) {
    from.entries()
        .forEach(
            (key, node) -> {
              if (node instanceof Node.Entries inner) {
                flatten(prefix + key + ".", inner, to);
              } else if (node instanceof Node.Items) {
                to.put(prefix + key, String.join(",", texts(node)));
              } else {
                to.put(prefix + key, Kind.text(node));
              }
            });
  }

  private static List<String> texts(Node node) {
    if (node instanceof Node.Items list) {
      return list.items().stream().map(Kind::text).toList();
    }
    throw new IllegalArgumentException("a list is expected");
  }
}
