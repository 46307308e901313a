// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import java.util.Map;
import java.util.TreeMap;

/** Holds a run in live mode against the promises. */
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
    int epochs = new EpochChecks(rules, books, problems).run();
    String more =
        rules.cut() instanceof Rules.Nearest
            ? anchors(rules, evidence, books, problems)
            : windows(rules, evidence, books, problems);
    problems.assertNone(where);
    return "%d records, %d verdicts, %d new epochs; ends %s; %s"
        .formatted(evidence.inputs().size(), evidence.told().size(), epochs, ends(evidence), more);
  }

  private static String windows(Rules rules, Evidence evidence, Books books, Problems problems) {
    var membership = new Membership(rules, books, evidence.told(), problems);
    var content = new WindowContentChecks(rules, books, membership, problems);
    content.run(evidence.told());
    var closing = new WindowClosingChecks(rules, books, membership, problems);
    closing.run(evidence.told());
    new WindowLateChecks(rules, books, content.verdicts, problems).run();
    return closing + "; " + membership;
  }

  private static String anchors(Rules rules, Evidence evidence, Books books, Problems problems) {
    var content = new AnchorContentChecks(rules, books, problems);
    content.run(evidence.told());
    var closing = new AnchorClosingChecks(rules, books, problems);
    closing.run(evidence.told());
    new AnchorLateChecks(rules, books, content.verdicts, problems).run();
    var pairing = new PairingChecks(rules, books, content.verdicts, problems);
    pairing.run();
    return closing + "; " + pairing;
  }

  static Map<String, Integer> ends(Evidence evidence) {
    Map<String, Integer> ends = new TreeMap<>();
    for (Ended ended : evidence.ends()) {
      String how = ended.end().outcome().label() + "/" + ended.end().reason();
      ends.merge(how, ended.end().frames().size(), Integer::sum);
    }
    return ends;
  }
}
