// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.jmh;

import io.skewline.bench.FrameFormat;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.wire.Codecs;
import io.skewline.wire.RegistrySettings;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Bytes of one frame to a value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeFrame {
  private static final String TOPIC = "bench.audio";

  @Param({"1", "12"})
  int layers;

  @Param({"FLOAT32", "FLOAT16"})
  String dtype;

  private final byte[] key = "camera-1".getBytes(StandardCharsets.UTF_8);
  private FrameFormat format;
  private byte[] value;

  @Setup
  public void encode() {
    Codecs codecs =
        new Codecs(new RegistrySettings(Map.of("schema.registry.url", "mock://bench-decode")));
    format = new FrameFormat(dtype.equals("FLOAT16") ? codecs.halfFrames() : codecs.frames());
    float[][] vectors = new float[layers][768];
    for (float[] vector : vectors) {
      Arrays.fill(vector, 0.5f);
    }
    StreamId stream = new StreamId("camera-1");
    value =
        format.encode(
            TOPIC,
            new Frame(
                stream, new Modality("audio"), 1_000_000, 1, "", 0, LayerStack.ofAll(vectors)));
  }

  @Benchmark
  public Frame decode() throws WireException {
    return format.decode(TOPIC, key, value);
  }
}
