// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleReader;
import io.skewline.ledger.Meters;
import io.skewline.models.ModelFollower;
import io.skewline.models.ModelListener;
import io.skewline.models.ModelSettings;
import io.skewline.network.NetworkBundleReader;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A bundle as it lies on the models topic, found good by loading it. */
record TopicBundle(BundleManifest manifest, String hash, byte[] bytes) {

  /**
   * Reads the topic to its present end.
   *
   * @throws IllegalStateException if there is no active model, or not the version that the settings
   *     name
   */
  static TopicBundle active(FusionApp app, ModelSettings models) {
    Codecs codecs = new Codecs(app.registry());
    Map<String, byte[]> bytesByHash = new ConcurrentHashMap<>();
    AtomicReference<TopicBundle> active = new AtomicReference<>();
    BundleReader loading = NetworkBundleReader.expecting(app.specs(), app.task());
    BundleReader keeping =
        (bytes, hash) -> {
          bytesByHash.put(hash, bytes);
          return loading.read(bytes, hash);
        };
    ModelListener listener =
        (model, activation) -> {
          if (activation.role() == Role.ACTIVE) {
            byte[] bytes = bytesByHash.get(model.hash());
            active.set(new TopicBundle(model.manifest(), model.hash(), bytes));
          }
          model.close();
        };
    try (ModelFollower follower =
        new ModelFollower(
            models,
            codecs.bundleParts(),
            codecs.activations(),
            keeping,
            listener,
            Meters.unread(),
            StreamsSettings.client(app))) {
      follower.start();
    }
    TopicBundle found = active.get();
    if (found == null) {
      throw new IllegalStateException("no active model on topic " + models.topic());
    }
    return found;
  }
}
