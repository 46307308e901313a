// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static io.skewline.ledger.MeterSpec.Kind.COUNTER;
import static io.skewline.ledger.MeterSpec.Kind.GAUGE;
import static io.skewline.ledger.MeterSpec.Kind.SUMMARY;
import static io.skewline.ledger.MeterSpec.Kind.TIMER;
import static io.skewline.ledger.MeterSpec.Where.BOTH;
import static io.skewline.ledger.MeterSpec.Where.PROCESSOR;
import static io.skewline.ledger.MeterSpec.Where.TRAINER;

import java.util.List;
import java.util.Locale;

/**
 * Every meter of Skewline: registration and {@code docs/METRICS.md} both come from here. What is
 * counted is named in words ({@code frames}); only {@code seconds} and {@code bytes} are units that
 * show in the name.
 */
public enum MeterSpec {
  FRAMES(COUNTER, "skewline.decode.frames", "frames", BOTH, "Frames read", MeterTag.MODALITY),
  BYTES(
      COUNTER,
      "skewline.decode.bytes",
      "bytes",
      BOTH,
      "Keys and values of the frames read",
      MeterTag.MODALITY),
  REJECTED(
      COUNTER, "skewline.decode.rejected", "records", BOTH, "Records rejected", MeterTag.REJECTION),
  PARTITIONER(
      GAUGE,
      "skewline.decode.partitioner",
      "0 or 1",
      BOTH,
      "1 at the partitioner that the keys of a modality fit",
      MeterTag.MODALITY,
      MeterTag.PARTITIONER),
  FRAMES_ENDED(
      COUNTER,
      "skewline.align.frames.ended",
      "frames",
      BOTH,
      "Frames by their one outcome; a trainer's frames are `fused` if they became part of an example",
      MeterTag.MODALITY,
      MeterTag.OUTCOME),
  FRAMES_GONE(
      COUNTER,
      "skewline.align.frames.gone",
      "frames",
      BOTH,
      "Frames of open windows that a restart did not find on their topic again",
      MeterTag.MODALITY),
  WINDOWS(COUNTER, "skewline.align.windows", "windows", BOTH, "Windows closed", MeterTag.CLOSING),
  LEDGER(
      GAUGE,
      "skewline.ledger.frames",
      "frames",
      BOTH,
      "The ledger of record of this process's tasks at their last commit: `in` = `ended` + `open`,"
          + " and `lost`, open frames that no window holds, is 0",
      MeterTag.MODALITY,
      MeterTag.COUNT),
  VERDICTS(COUNTER, "skewline.fuse.verdicts", "windows", BOTH, "Final verdicts", MeterTag.VERDICT),
  MISSING(
      COUNTER,
      "skewline.fuse.missing",
      "windows",
      PROCESSOR,
      "Windows with a final verdict that lacked the modality",
      MeterTag.MODALITY),
  PREDICTIONS(
      COUNTER,
      "skewline.fuse.predictions",
      "windows",
      PROCESSOR,
      "Final predictions of the active model by their best class",
      MeterTag.CLASS),
  DELAY(
      TIMER,
      "skewline.fuse.delay",
      Buckets.LATENCY,
      PROCESSOR,
      "From when a window could close to its final verdict: the append of the record that let it,"
          + " or its deadline; in replay mode the window's end, so it says nothing there"),
  OFFSET(
      SUMMARY,
      "skewline.fuse.offset",
      Buckets.OFFSET,
      PROCESSOR,
      "How far a modality's mean frame time lies before or after that of the first modality used",
      MeterTag.MODALITY,
      MeterTag.SIDE),
  CONFIDENCE(
      SUMMARY,
      "skewline.fuse.confidence",
      Buckets.SHARE,
      PROCESSOR,
      "Calibrated confidence of final predictions, 0..1"),
  AGREEMENT(
      SUMMARY,
      "skewline.fuse.agreement",
      Buckets.SHARE,
      PROCESSOR,
      "How well the modalities of a window belong together, 0..1; whole windows alone"),
  BATCH_SIZE(
      SUMMARY, "skewline.fuse.batch.size", "windows", PROCESSOR, "Windows per call of the model"),
  SCORE(TIMER, "skewline.fuse.score", Buckets.LATENCY, PROCESSOR, "Time of one call of the model"),
  SWAP_PAUSE(
      TIMER,
      "skewline.fuse.swap.pause",
      Buckets.LATENCY,
      PROCESSOR,
      "Time of a task's first call of a model that has just become active: what of a swap its batch"
          + " could feel"),
  HELD(
      GAUGE,
      "skewline.fuse.held",
      "windows",
      PROCESSOR,
      "Closed windows that wait for the first model"),
  CONDITION(
      GAUGE,
      "skewline.fuse.condition",
      "ratio",
      PROCESSOR,
      "A live condition as a share of what the active model is certified for; above 1 it is outside",
      MeterTag.CONDITION,
      MeterTag.MODALITY),
  ENGINE(
      GAUGE,
      "skewline.fuse.engine",
      "0 or 1",
      PROCESSOR,
      "1 at the engines that compute the active model",
      MeterTag.ENGINE),
  SHADOW_FAILED(
      COUNTER,
      "skewline.fuse.shadow.failed",
      "calls",
      PROCESSOR,
      "Calls of a candidate that failed"),
  ACTIVE_VERSION(
      GAUGE,
      "skewline.models.active.version",
      "number",
      PROCESSOR,
      "Version number of the active model; 0 before the first"),
  INFO(
      GAUGE,
      "skewline.models.info",
      "1",
      PROCESSOR,
      "The model in the role, by its tags: the only meter that is tagged with a version",
      MeterTag.ROLE,
      MeterTag.VERSION,
      MeterTag.HASH),
  SWAPS(COUNTER, "skewline.models.swaps", "swaps", PROCESSOR, "Models made active"),
  REFUSED(COUNTER, "skewline.models.refused", "bundles", BOTH, "Bundles refused", MeterTag.REFUSAL),
  EXAMPLES(COUNTER, "skewline.train.examples", "examples", TRAINER, "Examples learnt from"),
  COVERAGE(
      GAUGE,
      "skewline.train.label.coverage",
      "ratio",
      TRAINER,
      "Share of the windows that came to an end which got a label"),
  UNUSED(
      COUNTER,
      "skewline.train.windows.unused",
      "windows",
      TRAINER,
      "Windows without example",
      MeterTag.UNUSED),
  HITS(
      GAUGE,
      "skewline.train.prequential.hits",
      "ratio",
      TRAINER,
      "Share of the examples that the active model got right before learning them: among the last"
          + " ones, and among all, older ones counting less and less",
      MeterTag.OVER),
  ERROR(
      GAUGE,
      "skewline.train.prequential.error",
      "value",
      TRAINER,
      "Mean absolute error of the active model on the last examples; NaN for classes"),
  DRIFTS(
      COUNTER,
      "skewline.train.drifts",
      "changes",
      TRAINER,
      "Changes noticed: the active model misses more often than it did"),
  DECISIONS(
      COUNTER,
      "skewline.train.decisions",
      "decisions",
      TRAINER,
      "Decisions about models: by the gate, a trial beside the active model, or delayed labels",
      MeterTag.DECISION,
      MeterTag.BY),
  ROUND(
      TIMER,
      "skewline.train.round",
      Buckets.NONE,
      TRAINER,
      "Time of one round of fitting and evaluating",
      MeterTag.PUBLISHED),
  SCORED(
      COUNTER,
      "skewline.score.predictions",
      "windows",
      TRAINER,
      "Final predictions that came to the scoreboard",
      MeterTag.ROLE),
  LABELLED(
      COUNTER,
      "skewline.score.labelled",
      "windows",
      TRAINER,
      "Predictions that met their label",
      MeterTag.ROLE,
      MeterTag.HIT),
  ACCURACY(
      GAUGE,
      "skewline.score.accuracy",
      "ratio",
      TRAINER,
      "Share of labelled predictions that hit, of the model that predicted last in the role",
      MeterTag.ROLE);

  /** What it is to Micrometer and to Prometheus. */
  public enum Kind {
    COUNTER,
    GAUGE,
    TIMER,
    SUMMARY;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which process has it. */
  public enum Where {
    PROCESSOR("processor"),
    TRAINER("trainer"),
    BOTH("both");

    private final String label;

    Where(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    boolean in(Where process) {
      return this == BOTH || this == process;
    }
  }

  private final Kind kind;
  private final String meter;
  private final String unit;
  private final double[] buckets;
  private final Where where;
  private final String description;
  private final List<MeterTag> tags;

  MeterSpec(
      Kind kind, String meter, String unit, Where where, String description, MeterTag... tags) {
    this(kind, meter, new Buckets(unit), where, description, tags);
  }

  MeterSpec(
      Kind kind, String meter, Buckets buckets, Where where, String description, MeterTag... tags) {
    this.kind = kind;
    this.meter = meter;
    this.unit = buckets.unit();
    this.buckets = buckets.bounds();
    this.where = where;
    this.description = description;
    this.tags = List.of(tags);
  }

  /**
   * What a histogram is kept in.
   *
   * @param bounds upper ones, in the unit; empty for no histogram
   */
  private record Buckets(String unit, double... bounds) {
    private static final Buckets NONE = new Buckets("seconds");
    private static final Buckets LATENCY =
        new Buckets(
            "seconds", 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
            60);
    private static final Buckets OFFSET =
        new Buckets("seconds", 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.25, 0.5, 1, 2);
    private static final Buckets SHARE =
        new Buckets("ratio", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1);
  }

  public Kind kind() {
    return kind;
  }

  /** Micrometer's name. */
  public String meter() {
    return meter;
  }

  public String unit() {
    return unit;
  }

  /** Whether the unit is one that Prometheus wants in the name. */
  boolean measured() {
    return unit.equals("seconds") || unit.equals("bytes");
  }

  /** Upper bounds in the unit; empty where no histogram is kept. */
  double[] buckets() {
    return buckets.clone();
  }

  public Where where() {
    return where;
  }

  public String description() {
    return description;
  }

  public List<MeterTag> tags() {
    return tags;
  }

  /** Prometheus' name of the family; a timer and a summary add {@code _count} and so on. */
  public String prometheus() {
    String name = meter.replace('.', '_');
    String measure = measured() && !name.endsWith("_" + unit) ? name + "_" + unit : name;
    return kind == Kind.COUNTER ? measure + "_total" : measure;
  }
}
