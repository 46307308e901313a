// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.bench.pipeline.SmallModel;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionPlan;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.topology.FusionApp;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Bundles that are what their hash says, and still must not serve.
 *
 * @param otherModalities fitted to others than the topology's
 * @param nanWeights its last tensor ends with NaN
 */
record Spoiled(Bundle otherModalities, Bundle nanWeights) {

  static Spoiled of(FusionApp app, Bundle good) throws BadBundleException {
    List<ModalitySpec> others =
        app.specs().stream()
            .map(s -> new ModalitySpec(other(s.modality()), s.layers(), s.width()))
            .toList();
    byte[] bytes = good.bytes().clone();
    ByteBuffer.wrap(bytes).putFloat(bytes.length - Float.BYTES, Float.NaN);
    Spoiled spoiled =
        new Spoiled(
            SmallModel.fit(Versions.shape(app, others, FusionPlan.late(others)), 7),
            Bundle.of(good.manifest(), bytes));
    require(app, spoiled.otherModalities, BadBundle.OTHER_MODALITIES);
    require(app, spoiled.nanWeights, BadBundle.NAN_WEIGHTS);
    return spoiled;
  }

  private static Modality other(Modality modality) {
    return new Modality("not-" + modality.name());
  }

  /** The format of bundles may change: then this must be known before anything is measured. */
  private static void require(FusionApp app, Bundle bundle, BadBundle kind) {
    try {
      Versions.read(app, bundle).close();
    } catch (BadBundleException e) {
      if (e.reason() == kind.reason()) {
        return;
      }
      throw new IllegalStateException(kind + " is refused as " + e.reason(), e);
    }
    throw new IllegalStateException(kind + " is not refused");
  }
}
