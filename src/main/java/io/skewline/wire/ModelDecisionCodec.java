// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DecisionNumber;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.ModelDecision;
import java.util.HashMap;
import java.util.Map;

/** Decisions about models; the key is the hash of the bundle. */
final class ModelDecisionCodec implements Codec<ModelDecision> {
  private final AvroFormat<io.skewline.avro.ModelDecision> format;

  ModelDecisionCodec(SchemaRegistry registry) {
    format = new AvroFormat<>(registry, io.skewline.avro.ModelDecision.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, ModelDecision decision) {
    Map<String, DecisionNumber> numbers = new HashMap<>();
    decision
        .numbers()
        .forEach(
            (name, m) ->
                numbers.put(name, new DecisionNumber(m.value(), m.low(), m.high(), m.n())));
    return format.encode(
        topic,
        new io.skewline.avro.ModelDecision(
            decision.verdict().label(),
            decision.by().label(),
            decision.hash(),
            decision.version(),
            decision.againstHash(),
            decision.againstVersion(),
            decision.reason(),
            numbers));
  }

  @Override
  public ModelDecision decode(String topic, byte[] key, byte[] value) throws WireException {
    io.skewline.avro.ModelDecision decision = format.decode(value);
    Map<String, Metric> numbers = new HashMap<>();
    decision
        .getNumbers()
        .forEach(
            (name, n) ->
                numbers.put(name, new Metric(n.getValue(), n.getLow(), n.getHigh(), n.getN())));
    try {
      return new ModelDecision(
          ModelDecision.Verdict.of(decision.getVerdict()),
          ModelDecision.By.of(decision.getBy()),
          decision.getHash(),
          decision.getVersion(),
          decision.getAgainstHash(),
          decision.getAgainstVersion(),
          decision.getReason(),
          numbers);
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, "decision: " + e.getMessage());
    }
  }
}
