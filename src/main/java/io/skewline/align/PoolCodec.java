// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes of a running pool within a window's entry of the align store. */
final class PoolCodec {
  private PoolCodec() {}

  /** A closed window takes no frames: its sequence numbers are not needed any more. */
  static void write(DataOutputStream out, ModalityPool pool, boolean closed) throws IOException {
    out.writeInt(pool.frames);
    out.writeLong(pool.timeSumMicros);
    out.writeShort(pool.layers.length);
    for (int i = 0; i < pool.layers.length; i++) {
      out.writeInt(pool.layers[i]);
      out.writeInt(pool.counts[i]);
      ByteBuffer floats = ByteBuffer.allocate(pool.sums[i].length * Float.BYTES);
      floats.asFloatBuffer().put(pool.sums[i]);
      out.writeInt(pool.sums[i].length);
      out.write(floats.array());
      writeFolded(out, pool.folded[i]);
    }
    long[] sequences = closed ? new long[0] : pool.sequences.toArray();
    out.writeInt(sequences.length);
    for (long sequence : sequences) {
      out.writeLong(sequence);
    }
  }

  static ModalityPool read(DataInputStream in) throws IOException {
    int frames = in.readInt();
    long times = in.readLong();
    int count = in.readShort();
    int[] layers = new int[count];
    int[] counts = new int[count];
    float[][] sums = new float[count][];
    double[][] folded = new double[count][];
    for (int i = 0; i < count; i++) {
      layers[i] = in.readInt();
      counts[i] = in.readInt();
      sums[i] = new float[in.readInt()];
      ByteBuffer.wrap(in.readNBytes(sums[i].length * Float.BYTES)).asFloatBuffer().get(sums[i]);
      folded[i] = readFolded(in);
    }
    long[] sequences = new long[in.readInt()];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = in.readLong();
    }
    return new ModalityPool(
        frames,
        times,
        layers,
        sums,
        folded,
        counts,
        sequences.length == 0 ? new Sequences() : new Sequences(sequences, sequences.length));
  }

  private static void writeFolded(DataOutputStream out, double[] folded) throws IOException {
    ByteBuffer doubles = ByteBuffer.allocate(folded.length * Double.BYTES);
    doubles.asDoubleBuffer().put(folded);
    out.writeInt(folded.length);
    out.write(doubles.array());
  }

  private static double[] readFolded(DataInputStream in) throws IOException {
    double[] folded = new double[in.readInt()];
    ByteBuffer.wrap(in.readNBytes(folded.length * Double.BYTES)).asDoubleBuffer().get(folded);
    return folded;
  }
}
