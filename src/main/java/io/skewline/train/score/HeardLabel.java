// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known of a label beside itself.
 *
 * @param appendMillis when it was appended to its topic
 * @param judged models that it has judged, by role and hash; sorted
 */
record HeardLabel(long appendMillis, Set<String> judged) {
  HeardLabel {
    judged = Collections.unmodifiableSortedSet(new TreeSet<>(judged));
  }

  HeardLabel(long appendMillis) {
    this(appendMillis, Set.of());
  }

  static String model(Made made) {
    return made.role().label() + "/" + made.slice().hash();
  }

  HeardLabel judging(Made made) {
    SortedSet<String> more = new TreeSet<>(judged);
    more.add(model(made));
    return new HeardLabel(appendMillis, more);
  }
}
