// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.List;

/** The keys of each entry of {@code streams}. */
final class StreamKeys {
  private static final KeyList LIST = new KeyList();
  private static final String NAME = "[a-z][a-z0-9_-]{0,62}";

  static final Key<String> MODALITY =
      LIST.required(
          "streams[].modality",
          Kinds.matching(NAME),
          "the kind of signal; the first one listed is A of a layer pair");
  static final Key<String> TOPIC =
      LIST.required("streams[].topic", Kinds.topic(), "where its frames travel");
  static final Key<Integer> LAYERS =
      LIST.required(
          "streams[].layers", Kinds.integer(1, 256), "encoder layers L; 1 is the shallowest");
  static final Key<Integer> LAYER_WIDTH =
      LIST.required("streams[].width", Kinds.integer(1, 65_536), "floats in each layer");
  static final Key<Duration> LATENESS =
      LIST.of(
          "streams[].lateness",
          "100ms",
          Kinds.duration("0ms", "1d"),
          "event time that a frame may lag behind the newest of its modality");
  static final Key<Boolean> REQUIRED =
      LIST.of(
          "streams[].required",
          "false",
          Kinds.bool(),
          "a window that lacks it is dropped as unpaired");
  static final Key<Boolean> REPARTITION =
      LIST.of(
          "streams[].repartition",
          "false",
          Kinds.bool(),
          "its frames are read through a topic of ours, spread by murmur2 over as many partitions as"
              + " the others have");

  static final List<Key<?>> ALL = LIST.all();

  private StreamKeys() {}
}
