// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.CoGroupFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.ProcessJoinFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.Collector;

/**
 * The peer: Flink in this JVM, parallelism 1, no checkpoints, state on the heap, objects reused.
 * One source makes the frames of both modalities, so that neither runs ahead; vectors travel as
 * bytes, which Flink's serializers copy in bulk.
 */
final class FlinkJob {
  private static final TypeInformation<Tuple4<String, Integer, Long, byte[]>> FRAME =
      Types.TUPLE(Types.STRING, Types.INT, Types.LONG, Types.PRIMITIVE_ARRAY(Types.BYTE));
  private static final int VECTORS = 64;

  private final CoreLoad load;
  private final CoreRun.Mode mode;

  FlinkJob(CoreLoad load, CoreRun.Mode mode) {
    if (load.modalities() != 2) {
      throw new IllegalArgumentException("Flink joins two: was " + load.modalities());
    }
    this.load = load;
    this.mode = mode;
  }

  FlinkProbe.Cost run(int ticks) throws Exception {
    Configuration config = new Configuration();
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, config);
    environment.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    environment.getConfig().enableObjectReuse();
    long frames = (long) ticks * load.framesPerTick();
    DataStream<Tuple4<String, Integer, Long, byte[]>> source =
        environment
            .fromSequence(0, frames - 1)
            .map(new MakeFrame(load))
            .returns(FRAME)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple4<String, Integer, Long, byte[]>>forBoundedOutOfOrderness(
                        CoreRun.LATENESS)
                    .withTimestampAssigner((frame, before) -> frame.f2));
    var audio = source.filter(frame -> frame.f1 == 0);
    var video = source.filter(frame -> frame.f1 == 1);
    DataStream<Double> joined =
        mode == CoreRun.Mode.NEAREST ? nearest(audio, video) : windows(audio, video);
    joined.map(new Count()).returns(Types.DOUBLE).sinkTo(new DiscardingSink<>());
    FlinkProbe.reset();
    environment.execute("bench");
    return FlinkProbe.cost(frames);
  }

  private static DataStream<Double> nearest(
      DataStream<Tuple4<String, Integer, Long, byte[]>> audio,
      DataStream<Tuple4<String, Integer, Long, byte[]>> video) {
    return audio
        .keyBy(frame -> frame.f0, Types.STRING)
        .intervalJoin(video.keyBy(frame -> frame.f0, Types.STRING))
        .between(CoreRun.TOLERANCE.negated(), CoreRun.TOLERANCE)
        .process(new Pair(), Types.DOUBLE);
  }

  private static DataStream<Double> windows(
      DataStream<Tuple4<String, Integer, Long, byte[]>> audio,
      DataStream<Tuple4<String, Integer, Long, byte[]>> video) {
    return audio
        .coGroup(video)
        .where(frame -> frame.f0, Types.STRING)
        .equalTo(frame -> frame.f0, Types.STRING)
        .window(TumblingEventTimeWindows.of(Duration.from(CoreRun.SIZE)))
        .apply(new Pool(), Types.DOUBLE);
  }

  /** The frames of {@link CoreLoad} by their number; payloads are shared, Flink copies them. */
  private static final class MakeFrame
      extends RichMapFunction<Long, Tuple4<String, Integer, Long, byte[]>> {
    private final int streams;
    private final int modalities;
    private final int framesPerSecond;
    private final int width;
    private transient String[] ids;
    private transient byte[][] payloads;
    private transient CoreLoad load;

    MakeFrame(CoreLoad load) {
      streams = load.streams();
      modalities = load.modalities();
      framesPerSecond = load.framesPerSecond();
      width = load.width();
    }

    @Override
    public void open(OpenContext context) {
      load = new CoreLoad(streams, modalities, framesPerSecond, width);
      ids = load.ids().stream().map(Object::toString).toArray(String[]::new);
      payloads = new byte[VECTORS][];
      for (int v = 0; v < VECTORS; v++) {
        ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES);
        for (int i = 0; i < width; i++) {
          bytes.putFloat(v);
        }
        payloads[v] = bytes.array();
      }
      FlinkProbe.sourceOpened();
    }

    @Override
    public Tuple4<String, Integer, Long, byte[]> map(Long number) {
      long tick = number / load.framesPerTick();
      int place = (int) (number % load.framesPerTick());
      int stream = place / modalities;
      int modality = place % modalities;
      byte[] payload = payloads[(int) CoreLoad.value(tick, stream)];
      return Tuple4.of(ids[stream], modality, load.micros(tick, modality) / 1_000, payload);
    }

    @Override
    public void close() {
      FlinkProbe.sourceClosed();
    }
  }

  private static FloatBuffer floats(Tuple4<String, Integer, Long, byte[]> frame) {
    return ByteBuffer.wrap(frame.f3).asFloatBuffer();
  }

  private static final class Pair
      extends ProcessJoinFunction<
          Tuple4<String, Integer, Long, byte[]>, Tuple4<String, Integer, Long, byte[]>, Double> {
    @Override
    public void processElement(
        Tuple4<String, Integer, Long, byte[]> audio,
        Tuple4<String, Integer, Long, byte[]> video,
        Context context,
        Collector<Double> out) {
      float[] values = new float[audio.f3.length / Float.BYTES];
      floats(audio).get(values);
      double mean = CoreRun.mean(values);
      floats(video).get(values);
      out.collect(mean + CoreRun.mean(values));
    }
  }

  private static final class Pool
      implements CoGroupFunction<
          Tuple4<String, Integer, Long, byte[]>, Tuple4<String, Integer, Long, byte[]>, Double> {
    @Override
    public void coGroup(
        Iterable<Tuple4<String, Integer, Long, byte[]>> audio,
        Iterable<Tuple4<String, Integer, Long, byte[]>> video,
        Collector<Double> out) {
      out.collect(pooledMean(audio) + pooledMean(video));
    }

    private static double pooledMean(Iterable<Tuple4<String, Integer, Long, byte[]>> frames) {
      float[] sum = {};
      float[] values = {};
      int count = 0;
      for (Tuple4<String, Integer, Long, byte[]> frame : frames) {
        if (count++ == 0) {
          sum = new float[frame.f3.length / Float.BYTES];
          values = new float[sum.length];
        }
        floats(frame).get(values);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += values[i];
        }
      }
      return count == 0 ? 0 : CoreRun.mean(sum) / count;
    }
  }

  /** In the thread of the join. */
  private static final class Count extends RichMapFunction<Double, Double> {
    @Override
    public void open(OpenContext context) {
      FlinkProbe.joinOpened();
    }

    @Override
    public Double map(Double mean) {
      FlinkProbe.joined(mean);
      return mean;
    }

    @Override
    public void close() {
      FlinkProbe.joinClosed();
    }
  }
}
