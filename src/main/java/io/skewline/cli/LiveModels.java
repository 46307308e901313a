// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.http.live.ModelShown;
import io.skewline.http.live.PlanShown;
import io.skewline.models.ModelHistory;
import io.skewline.serve.ActiveModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the last models that were loaded here say of themselves, by hash. Safe for many threads. */
final class LiveModels {
  private static final int MOST = 50;
  private final Map<String, BundleManifest> loaded = new LinkedHashMap<>();

  synchronized void add(FusionModel model) {
    loaded.remove(model.hash());
    loaded.put(model.hash(), model.manifest());
    if (loaded.size() > MOST) {
      loaded.remove(loaded.keySet().iterator().next());
    }
  }

  private synchronized Optional<BundleManifest> find(String hash) {
    return Optional.ofNullable(loaded.get(hash));
  }

  /** The models topic's history and these, for the page. */
  record Shown(LiveModels loaded, ModelHistory history, ActiveModel active) {

    /** The newest ones, oldest first. An activation that only announces other layers is none. */
    List<ModelShown> models() {
      Optional<String> serving = active.hash();
      Map<Activation.Role, String> last = new EnumMap<>(Activation.Role.class);
      List<ModelShown> models = new ArrayList<>();
      for (ModelHistory.Entry entry : history.entries()) {
        Activation activation = entry.activation();
        if (!activation.hash().equals(last.put(activation.role(), activation.hash()))) {
          models.add(shown(entry, serving));
        }
      }
      return List.copyOf(models.subList(Math.max(0, models.size() - MOST), models.size()));
    }

    private ModelShown shown(ModelHistory.Entry entry, Optional<String> serving) {
      Activation activation = entry.activation();
      Optional<BundleManifest> manifest = loaded.find(activation.hash());
      boolean active = activation.role() == Activation.Role.ACTIVE;
      return new ModelShown(
          activation.version(),
          activation.hash(),
          activation.role().name().toLowerCase(Locale.ROOT),
          entry.published().toEpochMilli(),
          activation.reason(),
          active && serving.filter(activation.hash()::equals).isPresent(),
          manifest.map(m -> m.plan().name()).orElse(null),
          manifest.flatMap(ModelFacts::score).map(Shown::score).orElse(null));
    }

    private static ModelShown.Score score(BundleManifest.Metric metric) {
      return new ModelShown.Score(metric.value(), metric.low(), metric.high(), metric.n());
    }

    Optional<PlanShown> plan() {
      return active.hash().flatMap(loaded::find).map(Shown::plan);
    }

    private static PlanShown plan(BundleManifest manifest) {
      return new PlanShown(
          manifest.version(),
          manifest.plan().name(),
          manifest.block(),
          manifest.width(),
          manifest.modalities().stream()
              .map(spec -> new PlanShown.Depth(spec.modality().name(), spec.layers()))
              .toList(),
          manifest.plan().pairs().stream()
              .map(
                  pair ->
                      new PlanShown.Pair(
                          pair.first().name(),
                          pair.firstLayer(),
                          pair.second().name(),
                          pair.secondLayer()))
              .toList());
    }
  }
}
