// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.cli.PipelineUnderTest;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.ledger.Meters;
import io.skewline.topology.FusionApp;
import java.util.Arrays;

/** Without the topic: bundles are read, checked, warmed and made active in this thread. */
final class DirectSwapper implements Swapper {
  private final FusionApp app;
  private final PipelineUnderTest pipeline;
  private final Versions versions;
  private final Spoiled spoiled;
  private final Meters meters;
  private int serving;

  DirectSwapper(FusionApp app, PipelineUnderTest pipeline, Versions versions, Spoiled spoiled) {
    this.app = app;
    this.pipeline = pipeline;
    this.versions = versions;
    this.spoiled = spoiled;
    this.meters = new Meters(pipeline.registry());
  }

  @Override
  public long swap() {
    serving = (serving + 1) % versions.served();
    Bundle bundle = versions.bundle(serving);
    activate(bundle);
    return bundle.manifest().version();
  }

  private void activate(Bundle bundle) {
    try {
      pipeline.active().swap(Versions.read(app, bundle));
    } catch (BadBundleException e) {
      meters.bundleRefused(e.reason().label());
    }
  }

  @Override
  public void spoil(BadBundle bad) {
    activate(
        switch (bad) {
          case OTHER_MODALITIES -> spoiled.otherModalities();
          case NAN_WEIGHTS -> spoiled.nanWeights();
          case BIT_FLIPPED -> withBytes(flipped(versions.spare().bytes()));
          case PART_MISSING -> shortened();
        });
  }

  /** Bytes that are not those of the hash. */
  private Bundle withBytes(byte[] bytes) {
    return new Bundle(versions.spare().manifest(), bytes, versions.spare().hash());
  }

  private Bundle shortened() {
    byte[] bytes = versions.spare().bytes();
    return Bundle.of(versions.spare().manifest(), Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[copy.length / 2] ^= 1;
    return copy;
  }

  @Override
  public void close() {}
}
