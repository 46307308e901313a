// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.learn.FitSettings;
import io.skewline.learn.Split;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Facts;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Contender.Layer;
import io.skewline.learn.sweep.Contender.Linear;
import io.skewline.learn.sweep.Contender.Objective;
import io.skewline.learn.sweep.FitResult.Said;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.network.LayerClusters;
import io.skewline.network.LinearModel;
import io.skewline.network.SsfnTrainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes fits. The same contender, number and examples give the same result. Safe for many threads.
 */
final class Fitter {
  /** To be raised when the same settings come to mean another fit. */
  private static final int EDITION = 2;

  private final FitSettings settings;
  private final SweepSettings sweep;
  private final SweepData data;

  Fitter(SweepSettings sweep, SweepData data) {
    this.settings = sweep.fit();
    this.sweep = sweep;
    this.data = data;
  }

  String key(Contender contender, int number) {
    Object what = contender instanceof Fused fused ? fused.plan().pairs() : contender;
    FitSettings own = settings.with(FusionPlan.late(settings.modalities()), 0);
    return ExampleHash.of(EDITION, data.hash(), own, what, settings.seed(), sweep.seed(number));
  }

  /**
   * Outside the heap, about: two tables of standardised layers, of the training part and of all.
   */
  long bytes(Contender contender) {
    SweepData.Part part = data.part(0);
    long rows = part.train().size() + (long) part.validation().size();
    return 3L * rows * floats(contender) * Float.BYTES;
  }

  private long floats(Contender contender) {
    if (contender instanceof Fused fused) {
      return floats(fused.plan());
    }
    if (contender instanceof Objective objective) {
      return floats(objective.plan());
    }
    return contender instanceof Linear linear
        ? linear.modalities().stream().mapToLong(spec -> (long) spec.layers() * spec.width()).sum()
        : ((Layer) contender).modality().width();
  }

  private long floats(FusionPlan plan) {
    return settings.modalities().stream()
        .mapToLong(spec -> (long) plan.layers(spec.modality()).size() * spec.width())
        .sum();
  }

  FitResult fit(Contender contender, int number) {
    if (contender instanceof Fused fused) {
      return network(fused, settings.with(fused.plan(), sweep.seed(number)), number);
    }
    if (contender instanceof Objective objective) {
      FitSettings own = settings.with(objective.plan(), sweep.seed(number));
      return network(objective, own.with(objective.dependency()), number);
    }
    if (contender instanceof Linear linear) {
      return linear(linear, linear.modalities(), data.part(number), number);
    }
    if (contender instanceof Layer layer) {
      ModalitySpec alone =
          new ModalitySpec(layer.modality().modality(), 1, layer.modality().width());
      return linear(layer, List.of(alone), data.part(number), number);
    }
    throw new IllegalArgumentException(contender.name() + " is not fitted");
  }

  private FitResult network(Contender contender, FitSettings own, int number) {
    SweepData.Part part = data.part(number);
    SsfnTrainer.Trained trained =
        own.trainer().withoutAgreement().fit(part.train(), part.validation());
    FusionModel model = trained.model();
    Set<Modality> all = modalities(settings.modalities());
    Map<String, Said> without = new HashMap<>();
    for (Modality gone : all) {
      Set<Modality> left = new LinkedHashSet<>(all);
      left.remove(gone);
      List<AlignedWindow> masked = data.reportedWindows().stream().map(w -> w.only(left)).toList();
      without.put(gone.name(), said(data.reported(), model, masked, trained::vectors));
    }
    return new FitResult(
        key(contender, number),
        contender.name(),
        sweep.seed(number),
        said(part.judged(), trained.firstModel(), part.judgedWindows(), trained::firstVectors),
        said(data.reported(), model, data.reportedWindows(), trained::vectors),
        without);
  }

  private Said said(
      Facts facts,
      FusionModel model,
      List<AlignedWindow> windows,
      Function<List<AlignedWindow>, float[][]> vectors) {
    Said said = Said.of(Answers.of(facts, model.score(windows)));
    return settings.task() instanceof Task.Clustering
        ? new Said(said.scores(), said.halfWidths(), vectors.apply(windows))
        : said;
  }

  private FitResult linear(
      Contender contender, List<ModalitySpec> specs, SweepData.Part part, int number) {
    List<LabelledWindow> train = examples(contender, specs, part.train());
    List<LabelledWindow> validation = examples(contender, specs, part.validation());
    List<AlignedWindow> windows =
        data.reportedWindows().stream().map(w -> seen(contender, w)).toList();
    return new FitResult(
        key(contender, number),
        contender.name(),
        sweep.seed(number),
        Said.NOTHING,
        settings.task() instanceof Task.Clustering task
            ? clusters(task.clusters(), specs, train, validation, sweep.seed(number), windows)
            : new Said(
                LinearModel.fit(settings.task(), specs, train, validation, sweep.seed(number))
                    .scores(windows),
                new float[0],
                new float[0][]),
        Map.of());
  }

  private static Said clusters(
      int count,
      List<ModalitySpec> specs,
      List<LabelledWindow> train,
      List<LabelledWindow> validation,
      long seed,
      List<AlignedWindow> windows) {
    List<LabelledWindow> all = new ArrayList<>(train);
    all.addAll(validation);
    LayerClusters clusters = LayerClusters.fit(specs, all, count, seed);
    return new Said(clusters.scores(windows), new float[0], clusters.vectors(windows));
  }

  private static List<LabelledWindow> examples(
      Contender contender, List<ModalitySpec> specs, List<LabelledWindow> from) {
    return Split.having(from, modalities(specs)).stream()
        .map(e -> new LabelledWindow(seen(contender, e.window()), e.target(), e.split(), e.group()))
        .toList();
  }

  private static Set<Modality> modalities(List<ModalitySpec> specs) {
    return specs.stream()
        .map(ModalitySpec::modality)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A model on one layer sees it as the only one. */
  private static AlignedWindow seen(Contender contender, AlignedWindow window) {
    if (!(contender instanceof Layer layer)) {
      return window;
    }
    Modality modality = layer.modality().modality();
    PooledModality pooled = window.present().get(modality);
    LayerStack one = LayerStack.ofAll(pooled.layers().layer(layer.layer()));
    return new AlignedWindow(
        window.id(),
        window.session(),
        Map.of(modality, new PooledModality(one, pooled.frames(), pooled.meanEventTimeMicros())));
  }
}
