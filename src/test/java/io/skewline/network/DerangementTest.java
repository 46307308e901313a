// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DerangementTest {

  @Test
  void shouldNeverPairWindowsOfOneSession() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int drawn = 0;
    for (int n = 0; n < 2000; n++) {
      int modalities = 2 + random.nextInt(3);
      int spread = 1 + random.nextInt(12);
      int[] sessions = random.ints(1 + random.nextInt(40), 0, spread).toArray();
      var from = Derangement.draw(sessions, modalities, random);
      drawn += from.isPresent() ? 1 : 0;
      from.ifPresent(f -> check(f, sessions, seed));
    }
    assertThat(drawn).isGreaterThan(500);
  }

  private static void check(int[][] from, int[] sessions, long seed) {
    int[] all = new int[sessions.length];
    Arrays.setAll(all, i -> i);
    assertThat(from[0]).isEqualTo(all);
    for (int[] rows : from) {
      int[] sorted = rows.clone();
      Arrays.sort(sorted);
      assertThat(sorted).as("each row once, seed %d", seed).isEqualTo(all);
    }
    for (int r = 0; r < all.length; r++) {
      int row = r;
      assertThat(Arrays.stream(from).map(f -> sessions[f[row]]).distinct().count())
          .as("sessions of a mismatched row, seed %d", seed)
          .isEqualTo(from.length);
    }
  }

  @Test
  void shouldFindOneOfTwoModalitiesWheneverThereIsOne() {
    assertThat(Derangement.draw(new int[] {1, 1, 2, 3}, 2, new Random(1))).isPresent();
    assertThat(Derangement.draw(new int[] {1, 1, 1, 3}, 2, new Random(1))).isEmpty();
    assertThat(Derangement.draw(new int[] {}, 2, new Random(1))).isEmpty();
  }
}
