// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.encoder.Encoder;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The fitted encoders of a folder, held against the topology file. */
final class Encoders {
  private Encoders() {}

  static Map<Modality, Encoder> load(FusionApp app, Path folder) throws IOException {
    Map<Modality, Encoder> encoders = new HashMap<>();
    for (ModalitySpec spec : app.specs()) {
      Encoder encoder = Encoder.load(folder.resolve(spec.modality().name()));
      if (!encoder.spec().equals(spec)) {
        throw new IOException(
            "encoder in " + folder + " is a " + encoder.spec() + ", the topology has " + spec);
      }
      encoders.put(spec.modality(), encoder);
    }
    return encoders;
  }
}
