// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Task;
import io.skewline.modality.ModalitySpec;
import java.util.List;

/** Reads what {@link BundleWriter} wrote, all of it or nothing. Safe for many threads. */
public final class NetworkBundleReader implements BundleReader {
  static {
    Blas.logSpeed();
  }

  private final List<ModalitySpec> modalities;
  private final Task task;
  private final Engines engines;

  private NetworkBundleReader(List<ModalitySpec> modalities, Task task, Engines engines) {
    this.modalities = List.copyOf(modalities);
    this.task = task;
    this.engines = engines;
  }

  /**
   * Refuses bundles for other modalities, depths, widths or labels than the topology's. Its models
   * run on the native engine.
   */
  public static NetworkBundleReader expecting(List<ModalitySpec> modalities, Task task) {
    return expecting(modalities, task, EngineSettings.NATIVE);
  }

  /**
   * Likewise, on an engine of choice.
   *
   * @throws EngineUnavailableException if it is not to be had here, and may not be replaced
   */
  public static NetworkBundleReader expecting(
      List<ModalitySpec> modalities, Task task, EngineSettings engine) {
    return new NetworkBundleReader(modalities, task, Engines.of(engine));
  }

  @Override
  public FusionModel read(byte[] bytes, String hash) throws BadBundleException {
    BundleContent content = BundleContent.read(bytes, hash);
    requireExpected(content.manifest());
    FusionEngine engine = engines.engine(content.parts());
    SsfnModel model = new SsfnModel(content.manifest(), hash, content.parts(), engine);
    try {
      WarmUp.run(model, content.parts().shape());
      return model;
    } catch (BadBundleException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private void requireExpected(BundleManifest manifest) throws BadBundleException {
    if (!manifest.modalities().equals(modalities)) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA,
          "made for " + manifest.modalities() + ", the topology has " + modalities);
    }
    if (!manifest.task().equals(task)) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA, "made for " + manifest.task() + ", the topology has " + task);
    }
  }
}
