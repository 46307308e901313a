// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.Task;
import io.skewline.http.live.About;
import io.skewline.http.live.EvidenceShown;
import io.skewline.http.live.LiveSource;
import io.skewline.http.live.ModelShown;
import io.skewline.http.live.PlanShown;
import io.skewline.http.live.WindowShown;
import io.skewline.http.live.WindowShown.Answer;
import io.skewline.http.live.WindowShown.Lane;
import io.skewline.http.live.WindowShown.State;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.WindowId;
import io.skewline.serve.Evidence;
import io.skewline.serve.RecentVerdicts;
import io.skewline.topology.FusionApp;
import io.skewline.train.score.Scoreboard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A processor as its dashboard sees it. */
record LiveView(
    FusionApp app,
    RecentVerdicts verdicts,
    LiveModels.Shown history,
    Supplier<Map<String, ?>> balance,
    Supplier<Optional<Map<String, ?>>> scoreboard)
    implements LiveSource {
  private static final int EVIDENCE = 16;

  @Override
  public About about() {
    return new About(app.name(), task(app.task()), names(), app.task().labels());
  }

  private static String task(Task task) {
    if (task instanceof Task.Regression) {
      return "regression";
    }
    return task instanceof Task.Clustering ? "clustering" : "classification";
  }

  private List<String> names() {
    return app.specs().stream().map(spec -> spec.modality().name()).toList();
  }

  @Override
  public long windows(int most, Consumer<WindowShown> to) {
    return verdicts.drain(most, told -> to.accept(shown(told)));
  }

  private WindowShown shown(RecentVerdicts.Told told) {
    Prediction prediction = told.prediction();
    WindowId window = prediction.window();
    List<Lane> lanes =
        app.specs().stream().map(ModalitySpec::modality).map(m -> lane(prediction, m)).toList();
    return new WindowShown(
        window.stream().value(),
        window.epoch(),
        window.startMicros() / 1000,
        window.endMicros() / 1000,
        prediction.verdict().label(),
        prediction.reason().label(),
        prediction.revision(),
        lanes,
        prediction.scored().map(LiveView::answer).orElse(null),
        Math.max(0, told.atMillis() - prediction.triggerMillis()));
  }

  private static Lane lane(Prediction prediction, Modality modality) {
    Long micros = prediction.offsetsMicros().get(modality);
    if (micros != null) {
      return new Lane(State.present, micros / 1e3);
    }
    boolean silent = prediction.silent().contains(modality);
    return new Lane(silent ? State.late : State.missing, null);
  }

  private static Answer answer(Prediction.Scored scored) {
    FusionScore score = scored.score();
    boolean named = !scored.labels().isEmpty();
    return new Answer(
        label(scored, score),
        named ? null : (double) score.scores()[0],
        score.confidence(),
        number(score.low()),
        number(score.high()),
        number(score.agreement()),
        scored.modelVersion());
  }

  private static @Nullable String label(Prediction.Scored scored, FusionScore score) {
    return scored.labels().isEmpty() ? null : scored.labels().get(score.best());
  }

  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  @Override
  public List<EvidenceShown> evidence(boolean watched) {
    verdicts.ask(watched);
    return watched ? verdicts.evidence(EVIDENCE).stream().map(LiveView::shown).toList() : List.of();
  }

  private static EvidenceShown shown(Evidence evidence) {
    List<EvidenceShown.Part> parts =
        evidence.alone().entrySet().stream()
            .map(e -> part(evidence.whole(), e.getKey(), e.getValue()))
            .toList();
    WindowId window = evidence.window();
    return new EvidenceShown(
        window.stream().value(), window.epoch(), window.startMicros() / 1000, parts);
  }

  private static EvidenceShown.Part part(
      Prediction.Scored whole, Modality modality, FusionScore alone) {
    boolean named = !whole.labels().isEmpty();
    return new EvidenceShown.Part(
        modality.name(),
        named ? (double) alone.scores()[whole.score().best()] : null,
        label(whole, alone),
        named ? null : (double) alone.scores()[0]);
  }

  @Override
  public List<ModelShown> models() {
    return history.models();
  }

  @Override
  public Optional<PlanShown> plan() {
    return history.plan();
  }

  @Override
  public Map<String, ?> ledger() {
    return balance.get();
  }

  @Override
  public Optional<Map<String, ?>> scores() {
    return scoreboard.get();
  }

  /** A scoreboard for the page: a row per role and model. */
  static Map<String, ?> scores(Scoreboard board) {
    return new ScoreRows(List.of(), board.rows(List.of())).json();
  }
}
