// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.bundle;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Task;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.blas.SgemmCheck;
import io.skewline.network.ssfn.SsfnEngine;
import io.skewline.network.ssfn.SsfnSpec;
import java.util.List;
import java.util.Optional;

/**
 * Reads SSFN bundles into warm engines. Refuses a bundle that is not what its hash, its manifest or
 * the topology say. Safe for concurrent calls.
 */
public final class NetworkBundleReader implements BundleReader {
  private final Optional<List<ModalitySpec>> modalities;
  private final Optional<Task> task;

  /** Accepts any modalities and any task. */
  public NetworkBundleReader() {
    this(Optional.empty(), Optional.empty());
  }

  /**
   * @param modalities of the topology, in its order; a bundle of others is refused
   * @param task of the topology, with the labels in their order
   */
  public NetworkBundleReader(Optional<List<ModalitySpec>> modalities, Optional<Task> task) {
    this.modalities = modalities;
    this.task = task;
    SgemmCheck.gigaflops();
  }

  @Override
  public FusionModel read(byte[] bytes, String hash) throws BadBundleException {
    BundleFormat.checkHeader(bytes);
    String actual = Bundle.sha256(bytes);
    if (!actual.equals(hash)) {
      throw new BadBundleException(
          Reason.HASH_MISMATCH, "announced as " + hash + ", the bytes are " + actual);
    }
    BundleFormat.Content content = BundleFormat.read(bytes);
    checkTopology(content.manifest());
    BundleSchema.check(spec(content.manifest()), content.tensors());
    SsfnEngine engine = new SsfnEngine(content.manifest(), hash, content.tensors());
    boolean sound = false;
    try {
      sound = WarmUp.run(engine);
    } finally {
      if (!sound) {
        engine.close();
      }
    }
    if (!sound) {
      throw new BadBundleException(Reason.NON_FINITE, "scores of ordinary windows are not finite");
    }
    return engine;
  }

  private void checkTopology(BundleManifest manifest) throws BadBundleException {
    if (modalities.isPresent() && !modalities.get().equals(manifest.modalities())) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA,
          "modalities " + manifest.modalities() + ", the topology has " + modalities.get());
    }
    if (task.isPresent() && !task.get().equals(manifest.task())) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA, "task " + manifest.task() + ", the topology has " + task.get());
    }
  }

  private static SsfnSpec spec(BundleManifest manifest) throws BadBundleException {
    try {
      return SsfnSpec.of(manifest);
    } catch (IllegalArgumentException e) {
      throw new BadBundleException(Reason.WRONG_SCHEMA, e.getMessage());
    }
  }
}
