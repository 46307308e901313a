// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.ledger.Meters;
import io.skewline.models.DecisionLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the gate's decisions down once what they say is so: a promotion after the bundle is
 * published. What the broker does not take is kept for the next time. A trainer that dies between
 * the two leaves an active model without a record, which the next start makes up for; one that dies
 * after a round repeats it, and the same decision on the same bundle stands there twice. One
 * thread.
 */
final class GateDecisions {
  private static final Logger LOG = LoggerFactory.getLogger(GateDecisions.class);

  private final DecisionLog log;
  private final Meters meters;
  private final Deque<ModelDecision> unwritten = new ArrayDeque<>();

  GateDecisions(DecisionLog log, Meters meters) {
    this.log = log;
    this.meters = meters;
  }

  void add(ModelDecision decision) {
    meters.decided(decision.verdict().label(), decision.by().label());
    unwritten.addLast(decision);
    try {
      while (!unwritten.isEmpty()) {
        log.append(unwritten.getFirst());
        unwritten.removeFirst();
      }
    } catch (KafkaException e) {
      LOG.warn("{} decisions are not written yet: {}", unwritten.size(), e.toString());
    }
  }

  /** The round's bundle was to be promoted, but another one came first. */
  void overtaken(ModelDecision decision, String how) {
    add(decision.but(Verdict.KEPT_BACK, decision.reason() + "; overtaken: " + how));
  }

  /**
   * At the start: writes down that the model in service is, if nobody has. A trial whose promotion
   * was cut off finds that itself, and ends.
   *
   * @param reason of its activation
   */
  void makeUp(FusionModel active, String reason) {
    List<ModelDecision> decisions = log.decisions();
    if (lacks(decisions, active.hash())) {
      BundleManifest manifest = active.manifest();
      add(
          new ModelDecision(
              Verdict.PROMOTED,
              By.UNKNOWN,
              active.hash(),
              manifest.version(),
              manifest.parentHash(),
              0,
              reason + "; found in service without a record of who put it there",
              manifest.metrics()));
    }
  }

  private static boolean lacks(List<ModelDecision> decisions, String hash) {
    boolean recorded = decisions.stream().anyMatch(d -> d.putInService().equals(Optional.of(hash)));
    boolean onTrial =
        ModelDecision.last(hash, decisions)
            .filter(last -> last.verdict() == Verdict.SHADOWED && last.by() == By.SHADOW)
            .isPresent();
    return !recorded && !onTrial;
  }
}
