// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.Source;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.TensorSet;
import io.skewline.network.ssfn.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits one network. A few candidates start together, the worse half is left behind after a few
 * epochs by the loss on the validation part, and the last one runs until it stops improving. One
 * thread; the same input gives the same tensors, bit for bit.
 */
public final class SsfnFit {
  private static final Logger LOG = LoggerFactory.getLogger(SsfnFit.class);
  private static final int FIRST_EPOCHS = 4;

  private SsfnFit() {}

  /**
   * @param train fitted on, not empty
   * @param validation stops the fit, chooses among candidates and calibrates; not empty, and with
   *     nothing in common with what is reported
   * @return every tensor of {@link SsfnSpec#tensors}
   */
  public static TensorSet fit(
      SsfnSpec spec, FitOptions options, List<Example> train, List<Example> validation) {
    if (train.isEmpty() || validation.isEmpty()) {
      throw new IllegalArgumentException(
          "fitting needs examples: train " + train.size() + ", validation " + validation.size());
    }
    TargetScale scale = spec.classifies() ? TargetScale.NONE : TargetScale.fit(train);
    Map<String, Tensor> tensors = new TreeMap<>();
    List<Standardiser> standardisers = standardisers(spec, train, tensors);
    Dataset fitted = new Dataset(scale.standardised(train), spec.sources(), standardisers);
    Dataset watched = new Dataset(scale.standardised(validation), spec.sources(), standardisers);
    Optional<LinearStart> start = linearStart(spec, train, validation);
    tensors.putAll(search(spec, options, fitted, watched, start));
    TensorSet set = new TensorSet(tensors);
    return Calibrator.calibrated(spec, spec.classifies() ? set : scale.folded(set), validation);
  }

  private static List<Standardiser> standardisers(
      SsfnSpec spec, List<Example> train, Map<String, Tensor> tensors) {
    List<Standardiser> standardisers = new ArrayList<>();
    for (Source source : spec.sources()) {
      Standardiser standardiser = Standardiser.fit(train, source);
      standardisers.add(standardiser);
      tensors.put(Tensors.mean(source), Tensor.vector(standardiser.mean()));
      tensors.put(Tensors.deviation(source), Tensor.vector(standardiser.deviation()));
    }
    return standardisers;
  }

  private static Optional<LinearStart> linearStart(
      SsfnSpec spec, List<Example> train, List<Example> validation) {
    if (spec.block() != Block.CONCAT
        || !LinearStart.possible(spec)
        || !DenseInputs.fit(spec.sources(), train.size())) {
      return Optional.empty();
    }
    DenseModel linear = DenseFit.linearOver(spec.task(), spec.sources(), train, validation);
    return Optional.of(new LinearStart(spec, linear));
  }

  private static Map<String, Tensor> search(
      SsfnSpec spec,
      FitOptions options,
      Dataset train,
      Dataset validation,
      Optional<LinearStart> start) {
    List<Fitting> all = new ArrayList<>();
    try {
      for (Candidate candidate : Candidate.of(spec.block())) {
        if (!candidate.linearStart() || start.isPresent()) {
          Optional<LinearStart> from = candidate.linearStart() ? start : Optional.empty();
          all.add(new Fitting(spec, options, candidate, train, validation, from));
        }
      }
      List<Fitting> running = new ArrayList<>(all);
      for (int epochs = FIRST_EPOCHS; running.size() > 1; epochs *= 2) {
        for (Fitting fitting : running) {
          fitting.run(epochs);
        }
        running.sort(Comparator.comparingDouble(Fitting::bestLoss));
        running = new ArrayList<>(running.subList(0, (running.size() + 1) / 2));
      }
      running.get(0).run(options.epochs());
      LOG.info("fitted {}", running.get(0));
      return running.get(0).tensors();
    } finally {
      all.forEach(Fitting::close);
    }
  }
}
