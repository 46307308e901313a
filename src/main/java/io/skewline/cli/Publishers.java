// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.modality.Modality;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import java.util.HashMap;
import java.util.Map;

/** A frame publisher for the topics of a topology file. */
final class Publishers {
  private Publishers() {}

  static FramePublisher connect(FusionApp app) {
    Map<String, Object> config = new HashMap<>();
    StreamsSettings.client(app).forEach((key, value) -> config.put((String) key, value));
    config.putIfAbsent("linger.ms", "5");
    config.putIfAbsent("enable.idempotence", "true");
    Map<Modality, String> topics = new HashMap<>();
    app.streams().forEach(s -> topics.put(s.spec().modality(), s.topic()));
    Codecs codecs = new Codecs(app.registry());
    return FramePublisher.connect(
        config,
        new FramePublisher.Topics(topics, app.train().labelsTopic()),
        codecs.frames(),
        codecs.labels());
  }
}
