// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;

import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.replay.FramePublisher;
import java.util.List;
import java.util.Random;

/**
 * Four windows of one stream: two whole ones, one between them without video, and a last one whose
 * video never comes. Nothing follows, so that only their deadline closes the last two.
 */
final class OddStream {
  private static final long SIZE = 200_000;
  private static final List<List<Modality>> WINDOWS =
      List.of(List.of(AUDIO, VIDEO), List.of(AUDIO), List.of(AUDIO, VIDEO), List.of(AUDIO));

  private OddStream() {}

  static void send(FramePublisher frames, String name) {
    StreamId stream = new StreamId(name);
    long start = System.currentTimeMillis() * 1000 / SIZE * SIZE;
    Random random = new Random(1);
    for (int window = 0; window < WINDOWS.size(); window++) {
      for (Modality modality : WINDOWS.get(window)) {
        long micros = start + window * SIZE + SIZE / 2;
        long sequence = frames.nextSequence(stream, modality);
        frames.publish(TestCluster.frame(stream, modality, micros, sequence, true, random));
      }
    }
    frames.flush();
  }
}
