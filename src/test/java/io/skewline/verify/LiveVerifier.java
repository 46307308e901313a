// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.FrameEnd;
import java.util.Map;
import java.util.TreeMap;

/** Holds a run in live mode, tumbling windows, against the promises. */
final class LiveVerifier {
  private LiveVerifier() {}

  /**
   * @param where the run, so that it can be repeated
   * @return what was seen, in words
   */
  static String verify(Rules rules, Evidence evidence, String where) {
    Problems problems = new Problems();
    Books books = new Books(evidence, problems);
    CountChecks.run(evidence, rules, problems);
    new ContentChecks(rules, books, problems).run(evidence.told());
    ClosingChecks closing = new ClosingChecks(rules, books, problems);
    closing.run(evidence.told());
    new LateChecks(rules, books, evidence.told(), problems).run();
    int epochs = new EpochChecks(rules, books, problems).run();
    problems.assertNone(where);
    return "%d records, %d verdicts, %d new epochs; ends %s; %s"
        .formatted(
            evidence.inputs().size(), evidence.told().size(), epochs, ends(evidence), closing);
  }

  static Map<String, Integer> ends(Evidence evidence) {
    Map<String, Integer> ends = new TreeMap<>();
    for (FrameEnd end : evidence.ends()) {
      ends.merge(end.outcome().label() + "/" + end.reason(), end.frames().size(), Integer::sum);
    }
    return ends;
  }
}
