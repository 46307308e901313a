// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.BundleSignature;
import io.skewline.fusion.FrameLayers;
import io.skewline.modality.Modality;
import io.skewline.wire.Codec;
import io.skewline.wire.RejectReason;
import io.skewline.wire.WireException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plain codecs: the models room does not care how its records are encoded. */
public final class TestCodecs {
  private TestCodecs() {}

  private interface Writer<T> {
    void write(T value, DataOutputStream to) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream from) throws IOException;
  }

  public static Codec<BundlePart> parts() {
    return codec(
        (part, to) -> {
          to.writeUTF(part.hash());
          to.writeLong(part.version());
          to.writeInt(part.index());
          to.writeInt(part.parts());
          to.writeUTF(part.sha256());
          to.writeInt(part.bytes().length);
          to.write(part.bytes());
        },
        from -> {
          String hash = from.readUTF();
          long version = from.readLong();
          int index = from.readInt();
          int parts = from.readInt();
          String sha256 = from.readUTF();
          return new BundlePart(
              hash, version, index, parts, from.readNBytes(from.readInt()), sha256);
        });
  }

  public static Codec<Activation> activations() {
    return codec(
        (activation, to) -> {
          to.writeUTF(activation.role().name());
          to.writeUTF(activation.hash());
          to.writeLong(activation.version());
          to.writeLong(activation.sizeBytes());
          write(activation.layers(), to);
          write(activation.carried(), to);
          to.writeUTF(activation.reason());
          to.writeUTF(activation.location());
          to.writeUTF(activation.signature().signer());
          to.writeUTF(activation.signature().value());
        },
        from ->
            new Activation(
                Activation.Role.valueOf(from.readUTF()),
                from.readUTF(),
                from.readLong(),
                from.readLong(),
                layers(from),
                layers(from),
                from.readUTF(),
                from.readUTF(),
                new BundleSignature(from.readUTF(), from.readUTF())));
  }

  private static void write(FrameLayers layers, DataOutputStream to) throws IOException {
    to.writeInt(layers.byModality().size());
    for (var entry : layers.byModality().entrySet()) {
      to.writeUTF(entry.getKey().name());
      to.writeInt(entry.getValue().size());
      for (int layer : entry.getValue()) {
        to.writeInt(layer);
      }
    }
  }

  private static FrameLayers layers(DataInputStream from) throws IOException {
    Map<Modality, List<Integer>> layers = new TreeMap<>();
    for (int left = from.readInt(); left > 0; left--) {
      Modality modality = new Modality(from.readUTF());
      List<Integer> indices = new ArrayList<>();
      for (int more = from.readInt(); more > 0; more--) {
        indices.add(from.readInt());
      }
      layers.put(modality, indices);
    }
    return FrameLayers.of(layers);
  }

  private static <T> Codec<T> codec(Writer<T> writer, Reader<T> reader) {
    return new Codec<>() {
      @Override
      public byte[] encode(String topic, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
          writer.write(value, new DataOutputStream(bytes));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
      }

      @Override
      public T decode(String topic, byte[] key, byte[] bytes) throws WireException {
        try {
          return reader.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException | IllegalArgumentException e) {
          throw new WireException(RejectReason.NOT_AVRO, e.toString());
        }
      }
    };
  }
}
