// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.FusionModel;
import io.skewline.learn.online.Answer;
import io.skewline.modality.LabelledWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the active model answered to a batch of examples that nothing has been learnt from yet.
 *
 * @param modelHash empty if there is no model
 * @param answers one per record, in order; empty where there was nothing to ask or to see
 */
record Exam(String modelHash, long modelVersion, List<Optional<Answer>> answers) {

  /**
   * @param asked which records' examples the model has never learnt from
   */
  static Exam of(Incumbent incumbent, List<Fetched> batch, Predicate<Fetched> asked) {
    return incumbent.ask(model -> of(model, batch, asked)).orElseGet(() -> none(batch.size()));
  }

  private static Exam of(FusionModel model, List<Fetched> batch, Predicate<Fetched> asked) {
    List<LabelledWindow> examples =
        batch.stream().filter(asked).flatMap(record -> record.example().stream()).toList();
    Iterator<Optional<Answer>> answers = Answer.of(model, examples).iterator();
    List<Optional<Answer>> all = new ArrayList<>(batch.size());
    for (Fetched record : batch) {
      boolean was = record.example().isPresent() && asked.test(record);
      all.add(was ? answers.next() : Optional.empty());
    }
    return new Exam(model.hash(), model.manifest().version(), all);
  }

  private static Exam none(int size) {
    return new Exam("", 0, Collections.nCopies(size, Optional.empty()));
  }
}
