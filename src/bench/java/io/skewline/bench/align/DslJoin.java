// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.modality.Frame;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.StreamJoined;

/** Peer (a): the stream-stream join, each audio frame with the video frames within 20 ms. */
record DslJoin(Dsl.Stores stores) implements Wiring {

  @Override
  public long results(Load load) {
    return load.framesPerModality();
  }

  @Override
  public Wired build(Site site) {
    Dsl dsl = new Dsl(site, stores);
    return dsl.sink(
        dsl.source(Load.AUDIO)
            .join(
                dsl.source(Load.VIDEO),
                DslJoin::joined,
                JoinWindows.ofTimeDifferenceAndGrace(Dsl.TOLERANCE, Dsl.GRACE),
                StreamJoined.with(Serdes.String(), dsl.frames(), dsl.frames())
                    .withName("join")
                    .withStoreName("join")));
  }

  private static Joined joined(Frame audio, Frame video) {
    float mean = (Joined.mean(audio.layers()) + Joined.mean(video.layers())) / 2;
    return new Joined(audio.eventTimeMicros() / 1_000, 1, 1, mean);
  }
}
