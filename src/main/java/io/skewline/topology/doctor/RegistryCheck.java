// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.FusionApp;
import io.skewline.wire.RegistryAwayException;
import io.skewline.wire.SubjectProbe;
import io.skewline.wire.SubjectProbe.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** The registry answers, and every subject takes our schema. */
final class RegistryCheck implements Check {
  private record Written(String topic, Kind kind) {}

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public boolean asksBroker() {
    return false;
  }

  private static Iterable<Written> written(FusionApp app) {
    Map<Written, Boolean> all = new LinkedHashMap<>();
    for (String topic : app.frameTopics()) {
      all.put(new Written(topic, Kind.FRAME), true);
    }
    all.put(new Written(app.outputs().predictions(), Kind.PREDICTION), true);
    all.put(new Written(app.outputs().shadow(), Kind.PREDICTION), true);
    all.put(new Written(app.outputs().rejected(), Kind.REJECTION), true);
    all.put(new Written(app.outputs().scores(), Kind.SCORE), true);
    app.outputs().ledger().ifPresent(t -> all.put(new Written(t, Kind.FRAME_END), true));
    all.put(new Written(app.train().labelsTopic(), Kind.LABEL), true);
    all.put(new Written(app.train().examplesTopic(), Kind.EXAMPLE), true);
    all.put(new Written(app.models().topic(), Kind.MODEL_PART), true);
    all.put(new Written(app.models().topic(), Kind.MODEL_ACTIVATION), true);
    all.put(new Written(app.models().decisions(), Kind.DECISION), true);
    return all.keySet();
  }

  @Override
  public void examine(Cluster cluster, Findings found) {
    FusionApp app = cluster.app();
    String url = app.registry().shownUrl();
    SubjectProbe probe = new SubjectProbe(app.registry());
    int subjects = 0;
    try {
      for (Written one : written(app)) {
        tell(
            probe.ask(one.topic(), one.kind()),
            probe.subject(one.topic(), one.kind()),
            one,
            url,
            found);
        subjects++;
      }
    } catch (RegistryAwayException e) {
      found.fail(
          "it does not answer: " + e.getMessage(),
          "start it, or name the right one: --set registry.schema.registry.url=http://HOST:PORT");
    } catch (IllegalStateException e) {
      found.fail(
          String.valueOf(e.getMessage()),
          "in %s: registry: { basic.auth.credentials.source: USER_INFO, basic.auth.user.info: … }, or what its operator allows"
              .formatted(app.file()));
    }
    found.okIfNothing("%s takes the schemas of %d subjects".formatted(url, subjects));
  }

  private static void tell(
      SubjectProbe.Answer answer, String subject, Written one, String url, Findings found) {
    String schema = "schemas/" + one.kind().file();
    switch (answer) {
      case MISSING ->
          found.fail(
              "subject %s lacks the schema, and auto.register.schemas is false".formatted(subject),
              "jq -Rs '{schema: .}' %s | curl -f -X POST -H 'Content-Type: application/vnd.schemaregistry.v1+json' --data @- %s/subjects/%s/versions"
                  .formatted(schema, url, subject));
      case INCOMPATIBLE ->
          found.fail(
              "subject %s holds a schema that %s is not compatible with".formatted(subject, schema),
              "another topic's name in the topology file, or, if nobody needs what the subject holds: curl -f -X DELETE %s/subjects/%s"
                  .formatted(url, subject));
      default -> {
        // it may be written
      }
    }
  }
}
