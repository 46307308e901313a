// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.ledger.LiveStore;
import io.skewline.modality.Label;
import io.skewline.modality.StreamId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The labels within the horizon, changelogged: the label itself is the key. The windows that wait
 * for labels are in align's store, so nothing else needs to be kept.
 */
final class LabelStore extends LiveStore {
  static final String NAME = "labels";

  private final Set<Label> labels = new LinkedHashSet<>();

  /** True for added, false for removed since the last commit. */
  private final Map<Label, Boolean> changes = new LinkedHashMap<>();

  LabelStore(KeyValueStore<Bytes, byte[]> bytes) {
    super(bytes);
  }

  static StoreBuilder<LabelStore> builder() {
    return LiveStore.builder(NAME, LabelStore::new);
  }

  Set<Label> labels() {
    return labels;
  }

  void add(Label label) {
    labels.add(label);
    changes.put(label, true);
  }

  void remove(Label label) {
    labels.remove(label);
    changes.put(label, false);
  }

  @Override
  protected void clear() {
    labels.clear();
    changes.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    labels.add(read(key));
  }

  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    changes.forEach((label, added) -> to.accept(write(label), added ? new byte[0] : null));
    changes.clear();
  }

  private static byte[] write(Label label) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(label.stream().value());
      out.writeLong(label.startMicros());
      out.writeLong(label.endMicros());
      out.writeBoolean(label.target() instanceof Label.ClassTarget);
      if (label.target() instanceof Label.ClassTarget target) {
        out.writeUTF(target.name());
      } else if (label.target() instanceof Label.ValueTarget target) {
        out.writeDouble(target.value());
      }
      out.writeUTF(label.split());
      out.writeUTF(label.group());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static Label read(byte[] key) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(key))) {
      StreamId stream = new StreamId(in.readUTF());
      long start = in.readLong();
      long end = in.readLong();
      Label.Target target =
          in.readBoolean()
              ? new Label.ClassTarget(in.readUTF())
              : new Label.ValueTarget(in.readDouble());
      return new Label(stream, start, end, target, in.readUTF(), in.readUTF());
    } catch (IOException e) {
      throw new UncheckedIOException("label store: damaged entry", e);
    }
  }
}
