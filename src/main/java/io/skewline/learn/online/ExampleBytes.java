// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An example in a checkpoint: every bit of it comes back. Floats are little-endian. */
final class ExampleBytes {
  private ExampleBytes() {}

  static void write(LabelledWindow example, DataOutput to) throws IOException {
    AlignedWindow window = example.window();
    writeText(to, window.id().stream().value());
    to.writeLong(window.id().epoch());
    to.writeLong(window.id().startMicros());
    to.writeLong(window.id().endMicros());
    writeText(to, window.session());
    to.writeInt(window.present().size());
    for (Map.Entry<Modality, PooledModality> entry : window.present().entrySet()) {
      writeText(to, entry.getKey().name());
      write(entry.getValue(), to);
    }
    write(example.target(), to);
    writeText(to, example.split());
    writeText(to, example.group());
  }

  private static void write(PooledModality pooled, DataOutput to) throws IOException {
    to.writeInt(pooled.frames());
    to.writeLong(pooled.meanEventTimeMicros());
    LayerStack stack = pooled.layers();
    to.writeInt(stack.size());
    for (int i = 0; i < stack.size(); i++) {
      float[] values = stack.valuesAt(i);
      to.writeInt(stack.indexAt(i));
      to.writeInt(values.length);
      ByteBuffer bytes = buffer(values.length);
      bytes.asFloatBuffer().put(values);
      to.write(bytes.array());
    }
  }

  private static void write(Label.Target target, DataOutput to) throws IOException {
    to.writeBoolean(target instanceof ClassTarget);
    if (target instanceof ClassTarget named) {
      writeText(to, named.name());
    } else {
      to.writeDouble(((ValueTarget) target).value());
    }
  }

  static LabelledWindow read(DataInput from) throws IOException {
    StreamId stream = new StreamId(readText(from));
    WindowId id = new WindowId(stream, from.readLong(), from.readLong(), from.readLong());
    String session = readText(from);
    Map<Modality, PooledModality> present = new TreeMap<>();
    int modalities = from.readInt();
    for (int m = 0; m < modalities; m++) {
      present.put(new Modality(readText(from)), pooled(from));
    }
    Label.Target target =
        from.readBoolean() ? new ClassTarget(readText(from)) : new ValueTarget(from.readDouble());
    return new LabelledWindow(
        new AlignedWindow(id, session, present), target, readText(from), readText(from));
  }

  private static PooledModality pooled(DataInput from) throws IOException {
    int frames = from.readInt();
    long mean = from.readLong();
    int[] indices = new int[from.readInt()];
    float[][] values = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = from.readInt();
      values[i] = new float[from.readInt()];
      ByteBuffer bytes = buffer(values[i].length);
      from.readFully(bytes.array());
      bytes.asFloatBuffer().get(values[i]);
    }
    return new PooledModality(LayerStack.of(indices, values), frames, mean);
  }

  /** Of any length, unlike {@link DataOutput#writeUTF}. */
  static void writeText(DataOutput to, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.writeInt(bytes.length);
    to.write(bytes);
  }

  static String readText(DataInput from) throws IOException {
    byte[] bytes = new byte[from.readInt()];
    from.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static ByteBuffer buffer(int floats) {
    return ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
