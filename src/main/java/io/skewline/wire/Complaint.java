// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import org.apache.avro.Schema;

/** Why a subject does not take a schema of ours, and how to mend it. */
public record Complaint(String what, String fix) {

  static Complaint missing(String subject, Schema schema, RegistrySettings settings) {
    return new Complaint(
        "subject %s lacks the schema, and auto.register.schemas is false".formatted(subject),
        "jq -Rs '{schema: .}' %s | curl -f -X POST -H 'Content-Type: application/vnd.schemaregistry.v1+json' --data @- %s/subjects/%s/versions"
            .formatted(file(schema), settings.shownUrl(), subject));
  }

  static Complaint incompatible(
      String subject, Schema schema, RegistrySettings settings, String conflict) {
    return new Complaint(
        "subject %s holds a schema that %s is not compatible with: %s"
            .formatted(subject, file(schema), conflict),
        "another topic's name in the topology file, or, if nobody needs what the subject holds: curl -f -X DELETE %s/subjects/%s"
            .formatted(settings.shownUrl(), subject));
  }

  private static String file(Schema schema) {
    return "schemas/" + schema.getName() + ".avsc";
  }

  /** Both in one line. */
  public String text() {
    return what + ". Fix: " + fix;
  }
}
