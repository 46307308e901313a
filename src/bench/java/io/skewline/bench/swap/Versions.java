// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.bench.pipeline.SmallModel;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.NetworkBundleReader;
import io.skewline.network.SsfnShape;
import io.skewline.topology.FusionApp;
import java.util.ArrayList;
import java.util.List;

/** Real bundles of different plans and weights, and each once more aside, to score with. */
final class Versions implements AutoCloseable {
  private static final double TOLERANCE = 1e-5;

  private final List<Bundle> bundles = new ArrayList<>();
  private final List<FusionModel> aside = new ArrayList<>();

  /** Versions 1, 2, …: two of the file's plan, one that reads other layers, one to be spoiled. */
  static Versions fit(FusionApp app) throws BadBundleException {
    Versions versions = new Versions();
    List<ModalitySpec> specs = app.specs();
    FusionPlan skewed = FusionPlan.skewPair(specs, 1, 2);
    versions.add(app, app.plan());
    versions.add(app, app.plan());
    versions.add(app, skewed);
    versions.add(app, app.plan());
    return versions;
  }

  private void add(FusionApp app, FusionPlan plan) throws BadBundleException {
    Bundle bundle = SmallModel.fit(shape(app, app.specs(), plan), bundles.size() + 1);
    bundles.add(bundle);
    aside.add(read(app, bundle));
  }

  static SsfnShape shape(FusionApp app, List<ModalitySpec> specs, FusionPlan plan) {
    SsfnShape shape = app.shape();
    return new SsfnShape(shape.task(), specs, plan, shape.block(), shape.width(), shape.combine());
  }

  static FusionModel read(FusionApp app, Bundle bundle) throws BadBundleException {
    return NetworkBundleReader.expecting(app.specs(), app.task(), app.engine())
        .read(bundle.bytes(), bundle.hash());
  }

  /** Those that are swapped. */
  int served() {
    return bundles.size() - 1;
  }

  /**
   * @param number from 0
   */
  Bundle bundle(int number) {
    return bundles.get(number);
  }

  /** Of whose parts a bad publication is made. */
  Bundle spare() {
    return bundles.get(bundles.size() - 1);
  }

  /**
   * @return what is wrong with it, empty for nothing
   */
  String wrong(Prediction.Scored scored) {
    int number = (int) scored.modelVersion() - 1;
    if (number < 0 || number >= bundles.size()) {
      return "no such version: " + scored.modelVersion();
    }
    String hash = bundles.get(number).hash();
    return scored.modelHash().equals(hash)
        ? ""
        : "version %d has hash %s, not %s".formatted(number + 1, hash, scored.modelHash());
  }

  /** The same of its scores, computed once more. */
  String wrongScores(Prediction prediction, Traffic traffic) {
    Prediction.Scored scored = prediction.scored().orElseThrow();
    FusionModel model = aside.get((int) scored.modelVersion() - 1);
    FusionScore right = model.score(List.of(traffic.aligned(prediction.window()))).get(0);
    for (int i = 0; i < right.scores().length; i++) {
      if (!(Math.abs(right.scores()[i] - scored.score().scores()[i]) <= TOLERANCE)) {
        return "version %d gives %s: %f, not %f"
            .formatted(
                scored.modelVersion(),
                prediction.window(),
                right.scores()[i],
                scored.score().scores()[i]);
      }
    }
    return "";
  }

  @Override
  public void close() {
    aside.forEach(FusionModel::close);
  }
}
