// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.Random;

/**
 * Streams of two modalities, so many frames of each in a window of 1 s, video 5 ms of event time
 * after audio.
 *
 * @param framesPerWindow of each modality
 */
record Streams(int count, int framesPerWindow) {
  static final Modality AUDIO = new Modality("audio");
  static final Modality VIDEO = new Modality("video");
  private static final String PREFIX = "camera-";
  private static final long VIDEO_AFTER_MICROS = 5_000;

  Streams {
    if (count < 1 || framesPerWindow < 1 || framesPerWindow > 50) {
      throw new IllegalArgumentException(
          "streams must be 1 or more, frames per window 1 to 50: %d, %d"
              .formatted(count, framesPerWindow));
    }
  }

  StreamId id(int stream) {
    return new StreamId(PREFIX + stream);
  }

  static int number(StreamId id) {
    return Integer.parseInt(id.value().substring(PREFIX.length()));
  }

  double tickMillis() {
    return 1_000.0 / framesPerWindow;
  }

  Frame audio(int stream, long micros, long sequence, LayerStack layers) {
    return new Frame(id(stream), AUDIO, micros, sequence, "", 0, layers);
  }

  Frame video(int stream, long micros, long sequence, LayerStack layers) {
    return new Frame(id(stream), VIDEO, micros + VIDEO_AFTER_MICROS, sequence, "", 0, layers);
  }

  /** Random vectors; either every layer or the top one, which is all that the plan needs. */
  static LayerStack layers(boolean all) {
    return layers(all, PipelineCluster.WIDTH);
  }

  static LayerStack layers(boolean all, int width) {
    Random random = new Random(3);
    int n = all ? PipelineCluster.LAYERS : 1;
    int[] indices = new int[n];
    float[][] values = new float[n][width];
    for (int i = 0; i < n; i++) {
      indices[i] = all ? i + 1 : PipelineCluster.LAYERS;
      for (int j = 0; j < width; j++) {
        values[i][j] = (float) random.nextGaussian();
      }
    }
    return LayerStack.of(indices, values);
  }
}
