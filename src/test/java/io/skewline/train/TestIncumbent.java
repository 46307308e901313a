// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.LayerPair;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.models.TestModels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says the same class of every window. */
final class TestIncumbent implements Incumbent {
  private volatile Optional<FusionModel> model = Optional.empty();

  /**
   * @param best the class that it says from now on: 0 for no, 1 for yes
   */
  void becomes(long version, String hash, int best) {
    model = Optional.of(new Says(readingLayer1(version), hash, best));
  }

  /** The only layer that the windows of {@link TestExamples} hold. */
  private static BundleManifest readingLayer1(long version) {
    BundleManifest late = TestModels.bundle(version, "", 100).manifest();
    LayerPair pair = new LayerPair(new Modality("audio"), 1, new Modality("video"), 1);
    return new BundleManifest(
        version,
        late.parentHash(),
        late.task(),
        late.modalities(),
        new FusionPlan("explicit", List.of(pair)),
        late.block(),
        late.width(),
        late.combine(),
        late.objective(),
        late.metrics());
  }

  @Override
  public <T> Optional<T> ask(Function<FusionModel, T> question) {
    return model.map(question);
  }

  private record Says(BundleManifest manifest, String hash, int best) implements FusionModel {
    @Override
    public Set<String> engines() {
      return Set.of("native");
    }

    @Override
    public List<FusionScore> score(List<AlignedWindow> windows) {
      return windows.stream()
          .map(window -> new FusionScore(new float[] {1 - best, best}, best, 1, 0, 0))
          .toList();
    }

    @Override
    public void close() {}
  }
}
