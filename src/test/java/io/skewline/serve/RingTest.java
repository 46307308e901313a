// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingTest {
  private final Ring<Integer> ring = new Ring<>(8);
  private final List<Integer> taken = new ArrayList<>();

  private long drain(int most) {
    return ring.drain(most, taken::add);
  }

  @Test
  void shouldGiveEachOnceInOrder() {
    IntStream.range(0, 3).forEach(ring::add);
    assertThat(drain(8)).isZero();
    ring.add(3);
    assertThat(drain(8)).isZero();
    assertThat(drain(8)).isZero();
    assertThat(taken).containsExactly(0, 1, 2, 3);
  }

  @Test
  void shouldPassOverTheOldestOfTooMany() {
    IntStream.range(0, 100).forEach(ring::add);
    assertThat(drain(1_000)).isEqualTo(92);
    assertThat(taken).containsExactly(92, 93, 94, 95, 96, 97, 98, 99);
  }

  @Test
  void shouldGiveNoMoreThanIsWanted() {
    IntStream.range(0, 6).forEach(ring::add);
    assertThat(drain(2)).isEqualTo(4);
    assertThat(taken).containsExactly(4, 5);
  }

  @Test
  void shouldForget() {
    IntStream.range(0, 6).forEach(ring::add);
    ring.clear();
    ring.add(6);
    assertThat(drain(8)).isZero();
    assertThat(taken).containsExactly(6);
  }

  @Test
  void shouldRefuseOtherCapacities() {
    assertThatThrownBy(() -> new Ring<>(6)).hasMessageContaining("power of two: 6");
  }

  /** Whatever the threads do, every value comes once or is counted as passed over. */
  @Test
  void shouldAccountForEveryValueOfManyThreads() throws Exception {
    Ring<Integer> shared = new Ring<>(64);
    int each = 200_000;
    AtomicBoolean running = new AtomicBoolean(true);
    boolean[] seen = new boolean[2 * each];
    long[] missed = {0};
    Thread reader =
        new Thread(
            () -> {
              boolean last;
              do {
                last = !running.get();
                missed[0] += shared.drain(64, value -> once(seen, value));
              } while (!last);
            });
    List<Thread> writers =
        List.of(
            new Thread(() -> IntStream.range(0, each).forEach(shared::add)),
            new Thread(() -> IntStream.range(each, 2 * each).forEach(shared::add)));
    reader.start();
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    running.set(false);
    reader.join();
    long given = IntStream.range(0, seen.length).filter(i -> seen[i]).count();
    assertThat(given + missed[0]).isEqualTo(2L * each);
    assertThat(given).isPositive();
  }

  private static void once(boolean[] seen, int value) {
    assertThat(seen[value]).as("value %s came twice", value).isFalse();
    seen[value] = true;
  }
}
