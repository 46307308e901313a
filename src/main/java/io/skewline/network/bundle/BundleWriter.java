// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.bundle;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.network.ssfn.TensorSet;

/** Packs a manifest and its tensors into a bundle; the same input gives the same hash. */
public final class BundleWriter {
  private BundleWriter() {}

  /**
   * Does not check that the tensors fit the manifest: {@link NetworkBundleReader} does.
   *
   * @param tensors those of {@link io.skewline.network.ssfn.SsfnSpec#tensors}
   */
  public static Bundle write(BundleManifest manifest, TensorSet tensors) {
    return Bundle.of(manifest, BundleFormat.write(manifest, tensors));
  }
}
