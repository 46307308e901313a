// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The ledger of record: one entry per modality in a changelogged store, committed with the records
 * it counts, as {@link BalanceCodec} writes them.
 */
public final class LedgerStore extends LiveStore implements Ledger {
  public static final String NAME = "ledger";

  private final Map<Modality, long[]> counts = new HashMap<>();
  private final Set<Modality> changed = new HashSet<>();
  private Optional<Function<Modality, OptionalLong>> held = Optional.empty();
  private Consumer<Map<Modality, Balance>> onCommit = balances -> {};

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

  /** Told of the counts that a commit has changed, on the stream thread, before it is done. */
  public void onCommit(Consumer<Map<Modality, Balance>> listener) {
    onCommit = listener;
  }

  /**
   * The counts of this task as they stand, not yet committed ones included. For tests: what is
   * shown to people is read from the changelog topic, for all tasks.
   */
  public Map<Modality, Balance> balances() {
    Map<Modality, Balance> balances = new HashMap<>();
    counts.forEach((m, row) -> balances.put(m, BalanceCodec.balance(row, held(m))));
    return balances;
  }

  private OptionalLong held(Modality modality) {
    return held.map(count -> count.apply(modality)).orElse(OptionalLong.empty());
  }

  private long[] row(Modality modality) {
    changed.add(modality);
    return counts.computeIfAbsent(modality, m -> new long[BalanceCodec.COUNTS]);
  }

  @Override
  protected void clear() {
    counts.clear();
    changed.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    counts.put(modality(key), BalanceCodec.counts(value));
  }

  @Override
  protected void changeAll() {
    changed.addAll(counts.keySet());
  }

  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    Map<Modality, Balance> told = new HashMap<>();
    for (Modality modality : changed) {
      OptionalLong frames = held(modality);
      long[] row = counts.get(modality);
      to.accept(modality.name().getBytes(StandardCharsets.UTF_8), BalanceCodec.write(row, frames));
      told.put(modality, BalanceCodec.balance(row, frames));
    }
    changed.clear();
    onCommit.accept(told);
  }

  /** The modality that an entry of the changelog topic counts. */
  public static Modality modality(byte[] key) {
    return new Modality(new String(key, StandardCharsets.UTF_8));
  }

  /** The counts that an entry of the changelog topic holds. */
  public static Balance balance(byte[] value) {
    return BalanceCodec.balance(value);
  }
}
