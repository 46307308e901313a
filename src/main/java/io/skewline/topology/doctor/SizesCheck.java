// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.FrameSizes;
import io.skewline.topology.FusionApp;

/** Clients send, and decode accepts, frames as large as the topology file says that they are. */
final class SizesCheck implements Check {
  private static final String MAX_REQUEST = "max.request.size";
  private static final long KAFKAS = 1 << 20;

  @Override
  public String name() {
    return "sizes";
  }

  @Override
  public boolean asksBroker() {
    return false;
  }

  @Override
  public void examine(Cluster cluster, Findings found) {
    FusionApp app = cluster.app();
    long frame = FrameSizes.largestFrame(app);
    if (frame > app.decode().maxRecordBytes()) {
      found.fail(
          "a frame with all layers has %,d bytes; outputs.maxRecordBytes, %,d, rejects it unread"
              .formatted(frame, app.decode().maxRecordBytes()),
          "in %s: outputs: { maxRecordBytes: %dB }".formatted(app.file(), frame));
    }
    String given = app.kafka().get(MAX_REQUEST);
    long limit = given == null ? KAFKAS : Long.parseLong(given);
    long most = Math.max(frame, app.models().partBytes()) + FrameSizes.OVERHEAD;
    if (most > limit) {
      found.fail(
          "records of %,d bytes are to be sent; kafka.%s is %,d"
              .formatted(most, MAX_REQUEST, limit),
          "in %s: kafka: { %s: %d }".formatted(app.file(), MAX_REQUEST, most + KAFKAS));
    }
    found.okIfNothing("a frame with all layers has %,d bytes at most".formatted(frame));
  }
}
