// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import io.skewline.learn.RoundExamples;
import io.skewline.modality.LabelledWindow;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The examples that are kept to learn from: a class-balancing reservoir (CBRS: Chrysakis and Moens,
 * Online Continual Learning from Imbalanced Data, ICML 2020), balanced over {@link Stratum strata}
 * of class and modalities present. While there is room all are kept. Then the largest stratum makes
 * room for whatever is rarer, and within a stratum that had to leave some out, every example it has
 * met is there with the same probability.
 *
 * <p>After a change what came before it makes room first, as long as there is any of it: {@link
 * #changed}, {@link #thin}. So among the examples from after a change the two properties above hold
 * as if there had been none before.
 *
 * <p>Never more than the given number of examples, nor more than the given bytes of their vectors
 * and of what is around them. What it holds depends on the seed and on the sequence of calls alone.
 * One thread.
 */
public final class ExampleBuffer {
  private final int mostExamples;
  private final long mostBytes;
  private final StateRandom random;
  private final Map<String, Stratum> strata = new LinkedHashMap<>();
  private int size;
  private int before;
  private long bytes;
  private long met;

  public ExampleBuffer(int mostExamples, long mostBytes, long seed) {
    this(mostExamples, mostBytes, new StateRandom(seed));
  }

  private ExampleBuffer(int mostExamples, long mostBytes, StateRandom random) {
    this.mostExamples = mostExamples;
    this.mostBytes = mostBytes;
    this.random = random;
  }

  /**
   * Meets the next example.
   *
   * @return whether it is kept for now
   */
  public boolean add(LabelledWindow example) {
    Held held = Held.of(example, met++);
    Stratum stratum = strata.computeIfAbsent(Stratum.of(example), key -> new Stratum());
    stratum.seen++;
    if (held.bytes() > mostBytes) {
      return false;
    }
    if (!fits(held) && before == 0) {
      largest(Stratum::size).full = true;
      if (stratum.full && !takesAPlace(stratum)) {
        return false;
      }
    }
    makeRoom(held);
    stratum.after.add(held);
    size++;
    bytes += held.bytes();
    return true;
  }

  /** The step of a reservoir: with the share of those met that are kept, one of them goes. */
  private boolean takesAPlace(Stratum stratum) {
    boolean taken = random.nextDouble() * stratum.seen < Math.max(1, stratum.size());
    if (taken && stratum.size() > 0) {
      remove(stratum.after);
    }
    return taken;
  }

  private boolean fits(Held held) {
    return size < mostExamples && bytes + held.bytes() <= mostBytes;
  }

  private void makeRoom(Held held) {
    while (!fits(held)) {
      removeOne();
    }
  }

  private void removeOne() {
    if (before > 0) {
      removeBefore();
    } else {
      Stratum largest = largest(Stratum::size);
      largest.full = true;
      remove(largest.after);
    }
  }

  private void removeBefore() {
    remove(largest(stratum -> stratum.before.size()).before);
    before--;
  }

  /** The first met of several. */
  private Stratum largest(ToIntFunction<Stratum> by) {
    Stratum largest = strata.values().iterator().next();
    for (Stratum stratum : strata.values()) {
      largest = by.applyAsInt(stratum) > by.applyAsInt(largest) ? stratum : largest;
    }
    return largest;
  }

  private void remove(List<Held> from) {
    int place = random.nextInt(from.size());
    Held last = from.remove(from.size() - 1);
    Held gone = place == from.size() ? last : from.set(place, last);
    size--;
    bytes -= gone.bytes();
  }

  /**
   * The world has changed: what arrived before makes room first.
   *
   * @param since the number of the first example from after the change, counted from 0
   */
  public void changed(long since) {
    strata.values().forEach(stratum -> stratum.changed(since));
    before = strata.values().stream().mapToInt(stratum -> stratum.before.size()).sum();
  }

  /**
   * Of before the last change no more stays than there is from after it, or than makes up so many
   * in all; the largest strata give first.
   */
  public void thin(int least) {
    int kept = Math.max(after(), least - after());
    while (before > kept) {
      removeBefore();
    }
  }

  /** Examples met so far. */
  public long met() {
    return met;
  }

  public int size() {
    return size;
  }

  /** Of those kept, how many arrived after the last change; all if there was none. */
  public int after() {
    return size - before;
  }

  public long bytes() {
    return bytes;
  }

  /** What is kept, in order of arrival. */
  public RoundExamples examples() {
    return new RoundExamples(inOrder(s -> s.before.stream()), inOrder(s -> s.after.stream()));
  }

  private List<LabelledWindow> inOrder(Function<Stratum, Stream<Held>> which) {
    return strata.values().stream()
        .flatMap(which)
        .sorted(Comparator.comparingLong(Held::arrival))
        .map(Held::example)
        .toList();
  }

  public void write(DataOutput to) throws IOException {
    to.writeLong(random.state());
    to.writeLong(met);
    to.writeInt(strata.size());
    for (Map.Entry<String, Stratum> entry : strata.entrySet()) {
      ExampleBytes.writeText(to, entry.getKey());
      to.writeLong(entry.getValue().seen);
      to.writeBoolean(entry.getValue().full);
      write(entry.getValue().before, to);
      write(entry.getValue().after, to);
    }
  }

  private static void write(List<Held> list, DataOutput to) throws IOException {
    to.writeInt(list.size());
    for (Held held : list) {
      to.writeLong(held.arrival());
      ExampleBytes.write(held.example(), to);
    }
  }

  /** As it was written; smaller bounds than it had then hold at once. */
  public static ExampleBuffer read(DataInput from, int mostExamples, long mostBytes)
      throws IOException {
    ExampleBuffer buffer =
        new ExampleBuffer(mostExamples, mostBytes, new StateRandom(from.readLong()));
    buffer.met = from.readLong();
    int count = from.readInt();
    for (int i = 0; i < count; i++) {
      Stratum stratum = new Stratum();
      buffer.strata.put(ExampleBytes.readText(from), stratum);
      stratum.seen = from.readLong();
      stratum.full = from.readBoolean();
      buffer.read(stratum.before, from);
      buffer.before += stratum.before.size();
      buffer.read(stratum.after, from);
    }
    buffer.shrink();
    return buffer;
  }

  private void read(List<Held> list, DataInput from) throws IOException {
    int count = from.readInt();
    for (int i = 0; i < count; i++) {
      long arrival = from.readLong();
      Held held = Held.of(ExampleBytes.read(from), arrival);
      list.add(held);
      size++;
      bytes += held.bytes();
    }
  }

  private void shrink() {
    while (size > mostExamples || bytes > mostBytes) {
      removeOne();
    }
  }
}
