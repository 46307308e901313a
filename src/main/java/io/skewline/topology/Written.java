// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.wire.SubjectProbe.Kind;
import java.util.LinkedHashSet;
import java.util.Set;

/** A topic and a kind of record that is written to it: the two give a subject of the registry. */
public record Written(String topic, Kind kind) {

  static Set<Written> byProcessor(FusionApp app) {
    Set<Written> all = new LinkedHashSet<>();
    all.add(new Written(app.outputs().predictions(), Kind.PREDICTION));
    all.add(new Written(app.outputs().rejected(), Kind.REJECTION));
    if (app.shadowed().share() > 0) {
      all.add(new Written(app.outputs().shadow(), Kind.PREDICTION));
    }
    app.outputs().ledger().ifPresent(topic -> all.add(new Written(topic, Kind.FRAME_END)));
    return all;
  }

  static Set<Written> byTrainer(FusionApp app) {
    Set<Written> all = new LinkedHashSet<>();
    all.add(new Written(app.train().examplesTopic(), Kind.EXAMPLE));
    all.add(new Written(app.outputs().rejected(), Kind.REJECTION));
    all.add(new Written(app.outputs().scores(), Kind.SCORE));
    all.add(new Written(app.models().topic(), Kind.MODEL_PART));
    all.add(new Written(app.models().topic(), Kind.MODEL_ACTIVATION));
    all.add(new Written(app.models().decisions(), Kind.DECISION));
    return all;
  }

  /** By whoever takes part: producers of frames and labels, processors, trainers. */
  public static Set<Written> byAnybody(FusionApp app) {
    Set<Written> all = new LinkedHashSet<>();
    for (String topic : app.frameTopics()) {
      all.add(new Written(topic, Kind.FRAME));
    }
    all.add(new Written(app.train().labelsTopic(), Kind.LABEL));
    all.add(new Written(app.outputs().shadow(), Kind.PREDICTION));
    all.addAll(byProcessor(app));
    all.addAll(byTrainer(app));
    return all;
  }
}
