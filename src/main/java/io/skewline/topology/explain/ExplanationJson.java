// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.skewline.fusion.Prediction;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import io.skewline.topology.explain.Explanation.Account;
import java.util.List;

/** An explanation as JSON; times are ISO 8601. */
public final class ExplanationJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ExplanationJson() {}

  public static String of(Explanation explanation) {
    ObjectNode json = JSON.createObjectNode();
    json.put("stream", explanation.stream().value());
    json.put("from", ExplanationText.time(explanation.fromMicros()));
    json.put("to", ExplanationText.time(explanation.toMicros()));
    explanation.accounts().forEach(a -> account(json.withArray("accounts").addObject(), a));
    explanation.verdicts().forEach(v -> verdict(json.withArray("verdicts").addObject(), v));
    explanation
        .gaps()
        .forEach(
            gap ->
                json.withArray("withoutOutcome")
                    .addObject()
                    .put("modality", gap.modality().name())
                    .put("firstSequence", gap.firstSequence())
                    .put("lastSequence", gap.lastSequence()));
    json.put("unreadable", explanation.unreadable());
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is JSON", e);
    }
  }

  private static void account(ObjectNode json, Account account) {
    json.put("modality", account.modality().name());
    json.put("outcome", account.outcome().label());
    json.put("reason", account.reason());
    json.put("sentence", account.sentence());
    account.window().ifPresent(w -> window(json.putObject("window"), w));
    ArrayNode frames = json.putArray("frames");
    account
        .frames()
        .forEach(
            f ->
                frames
                    .addObject()
                    .put("sequence", f.sequence())
                    .put("eventTime", ExplanationText.time(f.eventTimeMicros())));
  }

  private static void window(ObjectNode json, WindowId window) {
    json.put("epoch", window.epoch());
    json.put("start", ExplanationText.time(window.startMicros()));
    json.put("end", ExplanationText.time(window.endMicros()));
  }

  private static void verdict(ObjectNode json, Prediction prediction) {
    json.put("id", prediction.id());
    json.put("revision", prediction.revision());
    window(json.putObject("window"), prediction.window());
    json.put("verdict", prediction.verdict().label());
    json.put("reason", prediction.reason().label());
    names(json.putArray("used"), prediction.used());
    names(json.putArray("missing"), prediction.missing());
    names(json.putArray("silent"), prediction.silent());
    prediction
        .scored()
        .ifPresent(
            s -> {
              json.put("modelVersion", s.modelVersion());
              json.put("modelHash", s.modelHash());
              json.put("plan", s.plan());
              if (!Double.isNaN(s.score().agreement())) {
                json.put("agreement", s.score().agreement());
              }
            });
  }

  private static void names(ArrayNode json, List<Modality> modalities) {
    modalities.forEach(m -> json.add(m.name()));
  }
}
