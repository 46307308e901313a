// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ModelScore;
import io.skewline.fusion.ScoreSlice;
import io.skewline.ledger.LiveStore;
import io.skewline.modality.Label;
import io.skewline.modality.StreamId;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Tallies, and the predictions and labels that wait for each other, changelogged: a prediction
 * leaves in the very transaction that counts it. Used by one stream thread.
 */
public final class ScoreStore extends LiveStore {
  public static final String NAME = "scores";

  /** The first byte of an entry's key. */
  private enum Kind {
    CLOCK,
    LABEL,
    WAITING,
    JUDGED,
    TALLY
  }

  /** The stream that was quiet longest is the first. */
  private final Map<StreamId, StreamScores> streams = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<ScoreSlice, SliceTally> tallies = new HashMap<>();
  private final Set<Object> changed = new LinkedHashSet<>();

  /** Slices whose tally nobody has been told of. */
  private final Set<ScoreSlice> untold = new LinkedHashSet<>();

  /** Tallies that are no more, and nobody has been told so. */
  private final List<SliceTally> gone = new ArrayList<>();

  /** What of a stream changed. */
  private record WaitingEntry(MadeKey key) {}

  private record JudgedEntry(MadeKey key) {}

  ScoreStore(KeyValueStore<Bytes, byte[]> bytes) {
    super(bytes);
  }

  public static StoreBuilder<ScoreStore> builder() {
    return LiveStore.builder(NAME, ScoreStore::new);
  }

  StreamScores stream(StreamId stream) {
    return streams.computeIfAbsent(stream, s -> new StreamScores());
  }

  int streams() {
    return streams.size();
  }

  Map.Entry<StreamId, StreamScores> quietest() {
    return streams.entrySet().iterator().next();
  }

  /** With all that it has. */
  void forget(StreamId stream) {
    StreamScores gone = streams.remove(stream);
    if (gone != null) {
      changed.addAll(gone.labels.keySet());
      gone.waiting.keySet().forEach(key -> changed.add(new WaitingEntry(key)));
      gone.judged.keySet().forEach(key -> changed.add(new JudgedEntry(key)));
      changed.add(stream);
    }
  }

  void clock(StreamId stream, StreamClock clock) {
    StreamScores of = stream(stream);
    if (!of.clock.equals(Optional.of(clock))) {
      of.clock = Optional.of(clock);
      changed.add(stream);
    }
  }

  /** False if the very same label is there already. */
  boolean add(DatedLabel label) {
    boolean added =
        stream(label.label().stream())
                .labels
                .putIfAbsent(label.label(), new HeardLabel(label.appendMillis()))
            == null;
    if (added) {
      changed.add(label.label());
    }
    return added;
  }

  /**
   * Notes that a label has judged a model.
   *
   * @return false if it had before
   */
  boolean judged(Label label, Made made) {
    HeardLabel heard = stream(label.stream()).labels.get(label);
    if (heard.judged().contains(HeardLabel.model(made))) {
      return false;
    }
    stream(label.stream()).labels.put(label, heard.judging(made));
    changed.add(label);
    return true;
  }

  void remove(Label label) {
    stream(label.stream()).labels.remove(label);
    changed.add(label);
  }

  void add(Made made) {
    stream(made.window().stream()).waiting.put(MadeKey.of(made), made);
    changed.add(new WaitingEntry(MadeKey.of(made)));
  }

  void remove(Made made) {
    stream(made.window().stream()).waiting.remove(MadeKey.of(made));
    changed.add(new WaitingEntry(MadeKey.of(made)));
  }

  void add(Judged one) {
    stream(one.key().window().stream()).judged.put(one.key(), one);
    changed.add(new JudgedEntry(one.key()));
  }

  void remove(Judged one) {
    stream(one.key().window().stream()).judged.remove(one.key());
    changed.add(new JudgedEntry(one.key()));
  }

  /** To be added to. */
  SliceTally tally(ScoreSlice slice) {
    changed.add(slice);
    untold.add(slice);
    return tallies.computeIfAbsent(slice, SliceTally::new);
  }

  void remove(ScoreSlice slice) {
    gone.add(tallies.remove(slice));
    changed.add(slice);
    untold.remove(slice);
  }

  Collection<SliceTally> tallies() {
    return tallies.values();
  }

  /** Those that changed since the last call; after a restart all. */
  void tell(Consumer<SliceTally> to) {
    untold.forEach(slice -> to.accept(tallies.get(slice)));
    untold.clear();
  }

  /** Those that have been removed since the last call. */
  void tellGone(Consumer<SliceTally> to) {
    gone.forEach(to);
    gone.clear();
  }

  @Override
  protected void clear() {
    gone.clear();
    streams.clear();
    tallies.clear();
    changed.clear();
    untold.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    ScoreBytes.read(
        key,
        in -> {
          load(Kind.values()[in.readByte()], in, value);
          return key;
        });
  }

  private void load(Kind kind, DataInputStream key, byte[] value) throws IOException {
    switch (kind) {
      case CLOCK ->
          stream(new StreamId(ScoreBytes.text(key))).clock =
              Optional.of(
                  ScoreBytes.read(
                      value, in -> new StreamClock(in.readLong(), in.readLong(), in.readLong())));
      case LABEL -> {
        Label label = ScoreBytes.label(key);
        stream(label.stream()).labels.put(label, ScoreBytes.read(value, ScoreBytes::heard));
      }
      case WAITING -> {
        MadeKey made = ScoreBytes.key(key);
        stream(made.window().stream())
            .waiting
            .put(made, ScoreBytes.read(value, in -> ScoreBytes.made(made.window(), in)));
      }
      case JUDGED -> {
        MadeKey made = ScoreBytes.key(key);
        stream(made.window().stream())
            .judged
            .put(
                made,
                ScoreBytes.read(
                    value, in -> new Judged(made, ScoreBytes.slice(in), in.readBoolean())));
      }
      case TALLY -> {
        ScoreSlice slice = ScoreBytes.slice(key);
        tallies.put(slice, ScoreBytes.read(value, in -> ScoreBytes.tally(slice, in)));
        untold.add(slice);
      }
    }
  }

  @Override
  protected void changeAll() {
    changed.addAll(tallies.keySet());
    streams.forEach(
        (stream, of) -> {
          changed.add(stream);
          changed.addAll(of.labels.keySet());
          of.waiting.keySet().forEach(key -> changed.add(new WaitingEntry(key)));
          of.judged.keySet().forEach(key -> changed.add(new JudgedEntry(key)));
        });
  }

  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    changed.forEach(what -> to.accept(key(what), value(what)));
    changed.clear();
  }

  private static byte[] key(Object what) {
    return ScoreBytes.write(
        out -> {
          if (what instanceof StreamId stream) {
            out.writeByte(Kind.CLOCK.ordinal());
            ScoreBytes.text(out, stream.value());
          } else if (what instanceof Label label) {
            out.writeByte(Kind.LABEL.ordinal());
            ScoreBytes.label(out, label);
          } else if (what instanceof WaitingEntry made) {
            out.writeByte(Kind.WAITING.ordinal());
            ScoreBytes.key(out, made.key);
          } else if (what instanceof JudgedEntry made) {
            out.writeByte(Kind.JUDGED.ordinal());
            ScoreBytes.key(out, made.key);
          } else {
            out.writeByte(Kind.TALLY.ordinal());
            ScoreBytes.slice(out, (ScoreSlice) what);
          }
        });
  }

  /** Null for what is gone. */
  private byte @Nullable [] value(Object what) {
    if (what instanceof StreamId stream) {
      return known(stream).clock.map(ScoreStore::bytes).orElse(null);
    } else if (what instanceof Label label) {
      HeardLabel heard = known(label.stream()).labels.get(label);
      return heard == null ? null : ScoreBytes.write(out -> ScoreBytes.heard(out, heard));
    } else if (what instanceof WaitingEntry entry) {
      Made made = known(entry.key.window().stream()).waiting.get(entry.key);
      return made == null ? null : ScoreBytes.write(out -> ScoreBytes.made(out, made));
    } else if (what instanceof JudgedEntry entry) {
      Judged one = known(entry.key.window().stream()).judged.get(entry.key);
      return one == null ? null : bytes(one);
    }
    SliceTally tally = tallies.get(what);
    return tally == null ? null : bytes(tally.score(0));
  }

  private StreamScores known(StreamId stream) {
    StreamScores known = streams.get(stream);
    return known == null ? new StreamScores() : known;
  }

  private static byte[] bytes(StreamClock clock) {
    return ScoreBytes.write(
        out -> {
          out.writeLong(clock.epoch());
          out.writeLong(clock.beganMicros());
          out.writeLong(clock.timeMicros());
        });
  }

  private static byte[] bytes(Judged one) {
    return ScoreBytes.write(
        out -> {
          ScoreBytes.slice(out, one.slice());
          out.writeBoolean(one.hit());
        });
  }

  private static byte[] bytes(ModelScore score) {
    return ScoreBytes.write(out -> ScoreBytes.tally(out, score));
  }
}
