// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.FusionApp;
import io.skewline.topology.Written;
import io.skewline.wire.RegistryAwayException;
import io.skewline.wire.RegistryRefusedException;
import io.skewline.wire.SubjectProbe;

/** The registry answers, and every subject takes our schema. */
final class RegistryCheck implements Check {
  @Override
  public String name() {
    return "registry";
  }

  @Override
  public boolean asksBroker() {
    return false;
  }

  @Override
  public void examine(Cluster cluster, Findings found) {
    FusionApp app = cluster.app();
    String url = app.registry().shownUrl();
    SubjectProbe probe = new SubjectProbe(app.registry());
    int subjects = 0;
    try {
      for (Written one : Written.byAnybody(app)) {
        probe
            .ask(one.topic(), one.kind())
            .ifPresent(complaint -> found.fail(complaint.what(), complaint.fix()));
        subjects++;
      }
    } catch (RegistryAwayException e) {
      found.fail(
          "it does not answer: " + e.getMessage(),
          "start it, or name the right one: --set registry.schema.registry.url=http://HOST:PORT");
    } catch (RegistryRefusedException | IllegalStateException e) {
      found.fail(
          String.valueOf(e.getMessage()),
          "in %s: registry: { basic.auth.credentials.source: USER_INFO, basic.auth.user.info: … }, or what its operator allows"
              .formatted(app.file()));
    }
    found.okIfNothing("%s takes the schemas of %d subjects".formatted(url, subjects));
  }
}
