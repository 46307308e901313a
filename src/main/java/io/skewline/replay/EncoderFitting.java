// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.encoder.Encoder;
import io.skewline.network.encoder.EncoderSettings;
import io.skewline.network.encoder.EncoderTrainer;
import io.skewline.network.encoder.Example;
import io.skewline.network.encoder.Features;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits one encoder per modality on a dataset's labelled frames and writes each to a folder named
 * after its modality. Rows marked {@code val} are never fitted on: they are only reported.
 */
public final class EncoderFitting {
  /** Items read of a dataset without end. */
  private static final int ENDLESS_ITEMS = 160;

  private EncoderFitting() {}

  /**
   * @param examples training examples, noisy copies included
   * @param heldOutScore on held-out groups of the training rows
   * @param valScore on {@code val} rows, clean; NaN if there are none
   */
  public record Report(
      Modality modality, int examples, int epochs, double heldOutScore, double valScore) {}

  /**
   * @param noise SNR in dB by modality: every training item also appears with this much noise
   */
  public static List<Report> fit(
      Dataset dataset, List<ModalitySpec> specs, Path out, long seed, Map<Modality, Double> noise)
      throws IOException {
    List<Report> reports = new ArrayList<>();
    for (ModalitySpec spec : specs) {
      if (!dataset.modalities().contains(spec.modality())) {
        throw new IllegalArgumentException(
            dataset.name() + " has " + dataset.modalities() + ", not " + spec.modality());
      }
      Map<String, List<Example>> bySplit = examples(dataset, spec.modality(), noise, seed);
      Features features = dataset.features(spec.modality());
      Encoder encoder =
          new EncoderTrainer(spec, features, EncoderSettings.of(features, seed))
              .fit(bySplit.get("train"));
      encoder.save(out.resolve(spec.modality().name()));
      reports.add(
          new Report(
              spec.modality(),
              encoder.info().examples(),
              encoder.info().epochs(),
              encoder.info().heldOutScore(),
              encoder.score(bySplit.get("val"))));
    }
    return reports;
  }

  static Map<String, List<Example>> examples(
      Dataset dataset, Modality modality, Map<Modality, Double> noise, long seed) {
    Map<String, List<Example>> bySplit = new LinkedHashMap<>();
    bySplit.put("train", new ArrayList<>());
    bySplit.put("val", new ArrayList<>());
    Features features = dataset.features(modality);
    Map<Modality, Double> own =
        noise.containsKey(modality) ? Map.of(modality, noise.get(modality)) : Map.of();
    Iterator<Item> items = dataset.items();
    int limit = dataset.spanMicros().isPresent() ? Integer.MAX_VALUE : ENDLESS_ITEMS;
    for (int i = 0; i < limit && items.hasNext(); i++) {
      Item item = items.next();
      collect(item, modality, features, bySplit);
      if (!own.isEmpty() && item.labels().stream().noneMatch(l -> l.split().equals("val"))) {
        collect(Noise.add(item, own, Seeds.random(seed, i)), modality, features, bySplit);
      }
    }
    return bySplit;
  }

  private static void collect(
      Item item, Modality modality, Features features, Map<String, List<Example>> bySplit) {
    for (RawFrame frame : item.frames()) {
      long middle = frame.offsetMicros() + frame.durationMicros() / 2;
      for (Label label : item.labels()) {
        if (frame.modality().equals(modality)
            && label.startMicros() <= middle
            && middle < label.endMicros()) {
          String group = label.group().isEmpty() ? label.stream().value() : label.group();
          bySplit
              .get(label.split().equals("val") ? "val" : "train")
              .add(new Example(features.of(frame.signal()), label.target(), group));
        }
      }
    }
  }
}
