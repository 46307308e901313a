// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Draws mismatched windows: per modality another order of the rows, so that no two modalities of a
 * new row come from one session. Rows of one session are put side by side, in random order, and
 * each modality is shifted by its own distance, none of which is shorter than the longest session.
 */
final class Derangement {
  private Derangement() {}

  /**
   * @param sessions the session of each row
   * @return [modality][row] which row it comes from, the first modality's being the row itself;
   *     empty where sessions are too long for it
   */
  static Optional<int[][]> draw(int[] sessions, int modalities, Random random) {
    int n = sessions.length;
    int longest = longest(sessions);
    int step = n / modalities;
    if (n == 0 || step < longest) {
      return Optional.empty();
    }
    int[] order = bySession(sessions, random);
    int[][] from = new int[modalities][n];
    for (int m = 0; m < modalities; m++) {
      int shift = m == 0 ? 0 : m * step - random.nextInt(step - longest + 1);
      for (int i = 0; i < n; i++) {
        from[m][order[i]] = order[(i + shift) % n];
      }
    }
    return Optional.of(from);
  }

  private static int longest(int[] sessions) {
    Map<Integer, Integer> counts = new HashMap<>();
    Arrays.stream(sessions).forEach(s -> counts.merge(s, 1, Integer::sum));
    return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private static int[] bySession(int[] sessions, Random random) {
    Map<Integer, List<Integer>> rows = new HashMap<>();
    for (int r = 0; r < sessions.length; r++) {
      rows.computeIfAbsent(sessions[r], s -> new ArrayList<>()).add(r);
    }
    List<List<Integer>> groups = new ArrayList<>(rows.values());
    Collections.shuffle(groups, random);
    groups.forEach(group -> Collections.shuffle(group, random));
    return groups.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
  }
}
