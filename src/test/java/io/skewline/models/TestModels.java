// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Bundles of random bytes, and a reader that refuses those that begin with 0. */
public final class TestModels {
  static final List<ModalitySpec> MODALITIES =
      List.of(
          new ModalitySpec(new Modality("audio"), 2, 4),
          new ModalitySpec(new Modality("video"), 2, 4));

  private TestModels() {}

  public static Bundle bundle(long version, String parentHash, int size) {
    return bundle(version, parentHash, size, FusionPlan.late(MODALITIES));
  }

  /** Of a plan over audio and video of two layers each. */
  static Bundle bundle(long version, String parentHash, int size, FusionPlan plan) {
    byte[] bytes = new byte[size];
    new Random(version).nextBytes(bytes);
    bytes[0] = 1;
    return Bundle.of(manifest(version, parentHash, plan), bytes);
  }

  /** Whole, but what is in it cannot be loaded. */
  static Bundle unloadable(long version) {
    byte[] bytes = bundle(version, "", 100).bytes();
    bytes[0] = 0;
    return Bundle.of(manifest(version, "", FusionPlan.late(MODALITIES)), bytes);
  }

  private static BundleManifest manifest(long version, String parentHash, FusionPlan plan) {
    return new BundleManifest(
        version,
        parentHash,
        new Task.Classification(List.of("no", "yes")),
        MODALITIES,
        plan,
        "concat",
        8,
        "mean",
        "none",
        Map.of());
  }

  /** Knows the version of a bundle only by the bytes that {@link #bundle} draws for it. */
  public static BundleReader reader() {
    return (bytes, hash) -> {
      if (!Bundle.sha256(bytes).equals(hash)) {
        throw new BadBundleException(BadBundleException.Reason.HASH_MISMATCH, hash);
      }
      if (bytes[0] == 0) {
        throw new BadBundleException(BadBundleException.Reason.NON_FINITE, "begins with 0");
      }
      return new Model(hash);
    };
  }

  private record Model(String hash) implements FusionModel {
    @Override
    public BundleManifest manifest() {
      return TestModels.manifest(0, "", FusionPlan.late(MODALITIES));
    }

    @Override
    public Set<String> engines() {
      return Set.of("native");
    }

    @Override
    public List<FusionScore> score(List<AlignedWindow> windows) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  /** Keeps what it was given, as role and hash. */
  static class Served implements ModelListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    static String event(Activation.Role role, Bundle bundle) {
      return role + " " + bundle.hash();
    }

    @Override
    public void activate(FusionModel model, Activation activation) {
      events.add(activation.role() + " " + model.hash());
    }

    @Override
    public void candidateWithdrawn() {
      events.add("withdrawn");
    }
  }
}
