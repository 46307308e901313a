// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.List;

/** The keys of {@code align}. */
final class AlignKeys {
  private static final KeyList LIST = new KeyList();
  private static final String NAME = "[a-z][a-z0-9_-]{0,62}";

  static final Key<String> WINDOWS =
      LIST.optional(
          "align.windows",
          Kinds.choice("item"),
          "item: a window is the interval its frames carry; otherwise a section with size and hop");
  static final Key<Duration> SIZE =
      LIST.of(
          "align.windows.size",
          "1s",
          Kinds.duration("1ms", "1h"),
          "length of a window in event time");
  static final Key<Duration> HOP =
      LIST.optional(
          "align.windows.hop",
          Kinds.duration("1ms", "1h"),
          "from one window's start to the next; at most size, which it is by default");
  static final Key<String> ANCHOR =
      LIST.optional(
          "align.nearest.anchor",
          Kinds.matching(NAME),
          "instead of windows: each frame of this modality with the nearest one of every other");
  static final Key<Duration> TOLERANCE =
      LIST.of(
          "align.nearest.tolerance",
          "20ms",
          Kinds.duration("0ms", "1h"),
          "event time that a frame may be away from its anchor; read with align.nearest.anchor");
  static final Key<String> TIME =
      LIST.of(
          "align.time",
          "live",
          Kinds.choice("live", "replay"),
          "replay: no wall clock is read, a reached bound stops the run, the output is the same to"
              + " the byte");
  static final Key<String> VERDICTS =
      LIST.of(
          "align.verdicts",
          "final",
          Kinds.choice("final", "eager"),
          "eager: also an early verdict when the first modality has passed the end, corrected by"
              + " the final one");
  static final Key<String> STORE =
      LIST.of(
          "align.store",
          "memory",
          Kinds.choice("memory", "rocksdb"),
          "what a restart on the same disk reads open windows from: the changelog topic, or"
              + " RocksDB");
  static final Key<String> CHANGELOG =
      LIST.of(
          "align.changelog",
          "offsets",
          Kinds.choice("frames", "offsets"),
          "what the changelog holds of a frame: the frame, or its offset, to be read again at a"
              + " restart; more than 8 frames of one modality in a live window are held as their sum");
  static final Key<Duration> DEADLINE =
      LIST.of(
          "align.deadline",
          "500ms",
          Kinds.duration("0ms", "1h"),
          "wall-clock wait beyond a window's end for a silent modality");
  static final Key<Duration> MAX_AHEAD =
      LIST.of(
          "align.maxAhead",
          "10s",
          Kinds.duration("1ms", "1d"),
          "a frame further ahead of the wall clock is rejected");
  static final Key<Duration> IDLE =
      LIST.of(
          "align.idle",
          "1m",
          Kinds.duration("100ms", "7d"),
          "a stream without frames for so long, wall clock, is closed and evicted");
  static final Key<Duration> MAX_BACK =
      LIST.of(
          "align.maxBack",
          "5s",
          Kinds.duration("1ms", "1d"),
          "a modality that jumps back further in event time begins a new epoch");
  static final Key<Duration> RETENTION =
      LIST.of(
          "align.retention",
          "1h",
          Kinds.duration("1s", "7d"),
          "how long an evicted stream is remembered");
  static final Key<Duration> PUNCTUATION =
      LIST.of(
          "align.punctuation",
          "10ms",
          Kinds.duration("1ms", "10s"),
          "wall-clock time between looks at the deadlines");
  static final Key<Integer> FRAMES =
      LIST.of(
          "align.limits.framesPerWindow",
          "4096",
          Kinds.integer(1, 1_000_000),
          "frames over this end as overflow");
  static final Key<Integer> OPEN_WINDOWS =
      LIST.of(
          "align.limits.windowsPerStream",
          "256",
          Kinds.integer(1, 100_000),
          "open windows over this end as overflow");
  static final Key<Integer> STREAMS =
      LIST.of(
          "align.limits.streamsPerTask",
          "100000",
          Kinds.integer(1, 10_000_000),
          "streams over this end as overflow");
  static final Key<Long> BYTES =
      LIST.of(
          "align.limits.bytesPerTask",
          "512MB",
          Kinds.bytes("1MB", "1TB"),
          "frames that would make the state of a partition larger end as overflow");
  static final Key<Long> STATE_BYTES =
      LIST.optional(
          "align.limits.stateBytes",
          Kinds.bytes("1MB", "1TB"),
          "the start is refused where the state of all partitions may grow larger");

  static final List<Key<?>> ALL = LIST.all();

  private AlignKeys() {}
}
