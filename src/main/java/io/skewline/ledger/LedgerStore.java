// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The ledger of record: one entry per modality in a changelogged store, committed with the records
 * it counts. Value: in, then one count per {@link Outcome} in declaration order, then the frames
 * that align's store holds, as longs.
 */
public final class LedgerStore extends LiveStore implements Ledger {
  public static final String NAME = "ledger";

  private final Map<Modality, long[]> counts = new HashMap<>();
  private final Set<Modality> changed = new HashSet<>();
  private Optional<Function<Modality, OptionalLong>> held = Optional.empty();

  LedgerStore(KeyValueStore<Bytes, byte[]> bytes) {
    super(bytes);
  }

  public static StoreBuilder<LedgerStore> builder() {
    return LiveStore.builder(NAME, LedgerStore::new);
  }

  @Override
  public void received(Modality modality) {
    row(modality)[0]++;
  }

  @Override
  public void ended(Modality modality, Outcome outcome, long frames) {
    row(modality)[1 + outcome.ordinal()] += frames;
  }

  /**
   * Has the frames without an outcome counted, too, where they are: what came in less what ended
   * cannot show that one is lost.
   *
   * @param frames of a modality that are held now; empty where they are not counted at this commit
   */
  public void countHeld(Function<Modality, OptionalLong> frames) {
    held = Optional.of(frames);
  }

  /** The counts of this task as they stand, not yet committed ones included. */
  public Map<Modality, Balance> balances() {
    Map<Modality, Balance> balances = new HashMap<>();
    counts.forEach((m, row) -> balances.put(m, balance(row, held(m))));
    return balances;
  }

  private OptionalLong held(Modality modality) {
    return held.map(count -> count.apply(modality)).orElse(OptionalLong.empty());
  }

  private long[] row(Modality modality) {
    changed.add(modality);
    return counts.computeIfAbsent(modality, m -> new long[1 + Outcome.values().length]);
  }

  @Override
  protected void clear() {
    counts.clear();
    changed.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    counts.put(modality(key), longs(value));
  }

  @Override
  protected void changeAll() {
    changed.addAll(counts.keySet());
  }

  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    changed.forEach(modality -> write(modality, held(modality), to));
    changed.clear();
  }

  private void write(Modality modality, OptionalLong now, BiConsumer<byte[], byte[]> to) {
    long[] row = counts.get(modality);
    ByteBuffer value = ByteBuffer.allocate((row.length + (now.isPresent() ? 1 : 0)) * Long.BYTES);
    LongBuffer longs = value.asLongBuffer().put(row);
    now.ifPresent(longs::put);
    to.accept(modality.name().getBytes(StandardCharsets.UTF_8), value.array());
  }

  /** The modality that an entry of the changelog topic counts. */
  public static Modality modality(byte[] key) {
    return new Modality(new String(key, StandardCharsets.UTF_8));
  }

  /** The counts that an entry of the changelog topic holds. */
  public static Balance balance(byte[] value) {
    int place = 1 + Outcome.values().length;
    LongBuffer longs = ByteBuffer.wrap(value).asLongBuffer();
    return balance(
        longs(value),
        longs.limit() > place ? OptionalLong.of(longs.get(place)) : OptionalLong.empty());
  }

  private static Balance balance(long[] row, OptionalLong held) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, row[1 + outcome.ordinal()]);
    }
    return new Balance(row[0], outcomes, held);
  }

  private static long[] longs(byte[] value) {
    long[] row = new long[1 + Outcome.values().length];
    ByteBuffer.wrap(value).asLongBuffer().get(row, 0, Math.min(row.length, value.length / 8));
    return row;
  }
}
