// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Peer (b): sum and count per modality in windows of 1 s, held back until the window closes, joined
 * as tables.
 */
record DslTables(Dsl.Stores stores) implements Wiring {
  private static final Duration SIZE = Duration.ofSeconds(1);

  /** With the least that is allowed the join loses windows whose partner is released late. */
  private static final Duration RETENTION = Duration.ofSeconds(30);

  @Override
  public long results(Load load) {
    return load.windows();
  }

  @Override
  public Wired build(Site site) {
    Dsl dsl = new Dsl(site, stores);
    return dsl.sink(
        table(dsl, Load.AUDIO)
            .join(table(dsl, Load.VIDEO), Pair::new, Named.as("join"))
            .toStream(Named.as("joined"))
            .filter((window, pair) -> pair != null, Named.as("present"))
            .map(
                (window, pair) -> KeyValue.pair(window.key(), pair.joined(window.window().start())),
                Named.as("results-of")));
  }

  private record Pair(Sum audio, Sum video) {
    private Joined joined(long startMillis) {
      float mean = (audio.mean() + video.mean()) / 2;
      return new Joined(startMillis, audio.frames(), video.frames(), mean);
    }
  }

  private static KTable<Windowed<String>, Sum> table(Dsl dsl, Modality modality) {
    return dsl.source(modality)
        .groupByKey(Grouped.<String, Frame>as("by-stream-" + modality))
        .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, Dsl.GRACE))
        .aggregate(
            Sum::none,
            (stream, frame, sum) -> sum.plus(frame.layers()),
            Named.as("sum-" + modality),
            Materialized.<String, Sum, WindowStore<Bytes, byte[]>>as("sum-" + modality)
                .withRetention(RETENTION)
                .withKeySerde(Serdes.String())
                .withValueSerde(Sum.serde()))
        .suppress(
            Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded())
                .withName("closed-" + modality));
  }
}
