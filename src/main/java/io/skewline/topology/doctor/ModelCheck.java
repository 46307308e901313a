// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.models.ModelCatalog;
import io.skewline.models.ModelCatalog.Entry;
import io.skewline.network.NetworkBundleReader;
import io.skewline.serve.NoModel;
import io.skewline.topology.FusionApp;
import io.skewline.wire.Codecs;
import java.util.Optional;

/** The model that would serve is whole and fits the topology; or what is done without one. */
final class ModelCheck implements Check {
  @Override
  public String name() {
    return "model";
  }

  @Override
  public void examine(Cluster cluster, Findings found) throws Exception {
    FusionApp app = cluster.app();
    if (!cluster.get(cluster.admin().listTopics().names()).contains(app.models().topic())) {
      found.skipped("there is no topic " + app.models().topic());
      return;
    }
    Codecs codecs = new Codecs(app.registry());
    try (ModelCatalog catalog =
        new ModelCatalog(
            app.models(), codecs.bundleParts(), codecs.activations(), cluster.client())) {
      Optional<Entry> serving = serving(catalog, app);
      if (serving.isEmpty()) {
        missing(app, found);
      } else {
        load(catalog, serving.get(), app, found);
      }
    }
  }

  private static Optional<Entry> serving(ModelCatalog catalog, FusionApp app) {
    return app.models()
        .version()
        .map(pinned -> catalog.entries().stream().filter(e -> e.version() == pinned).findFirst())
        .orElseGet(() -> catalog.in(Role.ACTIVE));
  }

  private static void missing(FusionApp app, Findings found) {
    String fix = "skewline train %1$s, or skewline models import %1$s FILE".formatted(app.file());
    if (app.models().version().isPresent()) {
      found.fail(
          "models.version is %d, which is not on %s"
              .formatted(app.models().version().get(), app.models().topic()),
          "skewline models list %s  # which versions are".formatted(app.file()));
    } else if (app.fuse().noModel() instanceof NoModel.Hold) {
      found.warn("no model yet: windows are held for it (fusion.noModel: hold)", fix);
    } else if (app.fuse().noModel() instanceof NoModel.Baseline) {
      found.warn("no model yet: predictions are the baseline's (fusion.noModel: baseline)", fix);
    } else {
      found.warn(
          "no model yet: closed windows are dropped as no_model (fusion.noModel: drop)", fix);
    }
  }

  private static void load(ModelCatalog catalog, Entry entry, FusionApp app, Findings found) {
    var reader = NetworkBundleReader.expecting(app.specs(), app.task());
    try (var model = reader.read(catalog.bytes(entry), entry.hash())) {
      found.ok("version %s loads, plan %s".formatted(entry, model.manifest().plan().name()));
    } catch (BadBundleException e) {
      found.fail(
          "version %s cannot serve: %s".formatted(entry, e.getMessage()),
          "skewline models rollback %1$s, or skewline models promote %1$s VERSION"
              .formatted(app.file()));
    }
  }
}
