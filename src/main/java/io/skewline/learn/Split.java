// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is fitted on, who stops and chooses, who is reported. Examples marked {@code val} are the
 * reported part; where there are none, a share of the streams is held out. No two parts share a
 * stream; nor a session or group, unless everything shares it. A stream keeps its part from round
 * to round: it is its hash that decides.
 */
record Split(
    List<LabelledWindow> train, List<LabelledWindow> validation, List<LabelledWindow> reported) {
  private static final Logger LOG = LoggerFactory.getLogger(Split.class);
  private static final double VALIDATION_SHARE = 0.18;
  private static final String REPORTED = "val";

  static Split of(List<LabelledWindow> examples, double heldOut, long seed) {
    List<LabelledWindow> reported =
        examples.stream().filter(example -> example.split().equals(REPORTED)).toList();
    List<LabelledWindow> rest;
    if (reported.isEmpty()) {
      Set<LabelledWindow> out = identity(carve(examples, heldOut, seed, "the reported part"));
      reported = examples.stream().filter(out::contains).toList();
      rest = examples.stream().filter(example -> !out.contains(example)).toList();
    } else {
      rest = withoutStreamsOf(reported, examples);
    }
    if (rest.size() < 2) {
      throw new IllegalArgumentException(
          "nothing to fit on: of "
              + examples.size()
              + " examples, "
              + reported.size()
              + " are reported");
    }
    Set<LabelledWindow> validation = identity(carveOrLatest(rest, seed + 1));
    return new Split(
        rest.stream().filter(example -> !validation.contains(example)).toList(),
        rest.stream().filter(validation::contains).toList(),
        reported);
  }

  /** Windows are equal by value, which would be slow and wrong here: membership is by identity. */
  private static Set<LabelledWindow> identity(List<LabelledWindow> examples) {
    Set<LabelledWindow> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(examples);
    return set;
  }

  private static List<LabelledWindow> withoutStreamsOf(
      List<LabelledWindow> reported, List<LabelledWindow> examples) {
    Set<StreamId> streams = new HashSet<>();
    reported.forEach(example -> streams.add(example.window().id().stream()));
    List<LabelledWindow> rest =
        examples.stream().filter(e -> !streams.contains(e.window().id().stream())).toList();
    int shared = examples.size() - reported.size() - rest.size();
    if (shared > 0) {
      LOG.warn("left out {} training examples of streams that are reported on", shared);
    }
    return rest;
  }

  private static List<LabelledWindow> carveOrLatest(List<LabelledWindow> rest, long seed) {
    if (rest.stream().map(example -> example.window().id().stream()).distinct().count() > 1) {
      return carve(rest, VALIDATION_SHARE, seed, "the validation part");
    }
    LOG.warn("one stream to fit on: its last windows become the validation part");
    List<LabelledWindow> byTime = new ArrayList<>(rest);
    byTime.sort(Comparator.comparing(example -> example.window().id()));
    int count = Math.max(1, (int) Math.round(VALIDATION_SHARE * byTime.size()));
    return byTime.subList(byTime.size() - count, byTime.size());
  }

  private static List<LabelledWindow> carve(
      List<LabelledWindow> examples, double share, long seed, String what) {
    for (Components.Bond bond : Components.Bond.values()) {
      Map<String, List<LabelledWindow>> components = Components.of(examples, bond);
      if (components.size() > 1) {
        if (bond != Components.Bond.STREAM_SESSION_GROUP) {
          LOG.warn("all examples share sessions or groups: {} is cut by {}", what, bond);
        }
        return carve(components, examples.size(), share, seed);
      }
    }
    throw new IllegalArgumentException(
        what + " needs examples of two streams or more: there is one");
  }

  private static List<LabelledWindow> carve(
      Map<String, List<LabelledWindow>> components, int total, double share, long seed) {
    List<LabelledWindow> taken = new ArrayList<>();
    components.forEach(
        (key, component) -> {
          if (uniform(key, seed) < share) {
            taken.addAll(component);
          }
        });
    boolean fair = taken.size() >= 0.5 * share * total && taken.size() <= 1.6 * share * total;
    return fair && taken.size() < total ? taken : greedily(components, total, share, seed);
  }

  /** For few or unequal components: by hash, as long as the share is not overshot. */
  private static List<LabelledWindow> greedily(
      Map<String, List<LabelledWindow>> components, int total, double share, long seed) {
    List<String> keys = new ArrayList<>(components.keySet());
    keys.sort(Comparator.comparingDouble(key -> uniform(key, seed)));
    List<LabelledWindow> taken = new ArrayList<>();
    for (String key : keys) {
      if (taken.size() + components.get(key).size() <= 1.2 * share * total) {
        taken.addAll(components.get(key));
      }
    }
    if (taken.isEmpty()) {
      keys.sort(Comparator.comparingInt(key -> components.get(key).size()));
      taken.addAll(components.get(keys.get(0)));
    }
    return taken;
  }

  /** A number in [0, 1) that the key and the seed decide. */
  private static double uniform(String key, long seed) {
    long mixed = seed;
    for (int i = 0; i < key.length(); i++) {
      mixed = (mixed ^ key.charAt(i)) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 32;
    }
    return (mixed * 0xBF58476D1CE4E5B9L >>> 11) * 0x1p-53;
  }
}
