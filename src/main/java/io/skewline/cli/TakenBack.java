// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.models.DecisionLog;
import java.util.List;
import java.util.function.Predicate;

/** Whether the last that was decided about a bundle, by hand or not, is that it was taken back. */
record TakenBack(DecisionLog log) implements Predicate<String> {

  /**
   * @throws org.apache.kafka.common.KafkaException if the broker is away
   */
  @Override
  public boolean test(String hash) {
    return isLast(hash, log.decisions());
  }

  /**
   * @param decisions oldest first
   */
  static boolean isLast(String hash, List<ModelDecision> decisions) {
    return ModelDecision.last(hash, decisions).filter(TakenBack::is).isPresent();
  }

  static boolean is(ModelDecision last) {
    return last.verdict() == Verdict.ROLLED_BACK;
  }
}
