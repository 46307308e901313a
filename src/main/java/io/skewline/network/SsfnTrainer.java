// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.network.SsfnFit.Examples;
import io.skewline.network.SsfnFit.Fitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fits an SSFN and makes a bundle of it. Two passes: one finds the number of epochs and the
 * calibration on validation streams that it does not train on, the second trains on both for that
 * many epochs.
 */
public final class SsfnTrainer {
  private final SsfnShape shape;
  private final FitOptions options;
  private final boolean agreement;

  public SsfnTrainer(SsfnShape shape, FitOptions options) {
    this(shape, options, true);
  }

  private SsfnTrainer(SsfnShape shape, FitOptions options, boolean agreement) {
    this.shape = shape;
    this.options = options;
    this.agreement = agreement;
  }

  /** For fits that are only compared: they take less time, and their models tell no agreement. */
  public SsfnTrainer withoutAgreement() {
    return new SsfnTrainer(shape, options, false);
  }

  /** A fitted network whose metrics are still to be measured. */
  public final class Trained {
    private final SsfnModel.Parts first;
    private final SsfnModel.Parts fitted;

    private Trained(SsfnModel.Parts first, SsfnModel.Parts fitted) {
      this.first = first;
      this.fitted = fitted;
    }

    /** The pass that never saw the validation examples. */
    public FusionModel firstModel() {
      return of(first);
    }

    /** The pass that goes into the bundle; nothing has to be closed. */
    public FusionModel model() {
      return of(fitted);
    }

    /** The fused vector of each window, width P, of {@link #firstModel}: what it clusters. */
    public float[][] firstVectors(List<AlignedWindow> windows) {
      return ClusterHead.vectors(shape, first.weights(), first.normalisers(), windows);
    }

    /** The same of {@link #model}. */
    public float[][] vectors(List<AlignedWindow> windows) {
      return ClusterHead.vectors(shape, fitted.weights(), fitted.normalisers(), windows);
    }

    private FusionModel of(SsfnModel.Parts parts) {
      return new SsfnModel(manifest(0, "", Map.of(), Certificate.NONE), "", parts);
    }

    public Bundle bundle(long version, String parentHash, Map<String, Metric> metrics) {
      return bundle(version, parentHash, metrics, Certificate.NONE);
    }

    public Bundle bundle(
        long version, String parentHash, Map<String, Metric> metrics, Certificate certificate) {
      return BundleWriter.write(manifest(version, parentHash, metrics, certificate), fitted);
    }
  }

  private BundleManifest manifest(
      long version, String parent, Map<String, Metric> metrics, Certificate certificate) {
    return new BundleManifest(
        version,
        parent,
        shape.task(),
        shape.modalities(),
        shape.plan(),
        shape.block().label(),
        shape.width(),
        shape.combine().label(),
        options.dependency().objective().label(),
        metrics,
        certificate);
  }

  /** Both lists must hold examples. */
  public Trained fit(List<LabelledWindow> train, List<LabelledWindow> validation) {
    Examples held = examples(validation);
    Fitted first = headed(fit(examples(train)).untilBest(held), train);
    Calibration calibration = new Calibrator(shape, first).fit(held);
    List<LabelledWindow> all = new ArrayList<>(train);
    all.addAll(validation);
    Fitted second = headed(fit(examples(all)).forEpochs(Math.max(1, first.epochs())), all);
    Calibration rescaled =
        new Calibration(
            calibration.temperatures(),
            calibration.halfWidths(),
            second.scale().mean(),
            second.scale().deviation());
    // From the training examples alone, or the validation ones could not say what is a mismatch.
    Optional<Agreement> learned =
        agreement
            ? new AgreementFit(shape, second, options.seed())
                .fit(examples(train).windows(), held.windows())
            : Optional.empty();
    return new Trained(
        parts(first, calibration, Optional.empty()), parts(second, rescaled, learned));
  }

  /** Without labels the network learns with one score per window. */
  private SsfnFit fit(Examples train) {
    boolean unlabelled = shape.task() instanceof Task.Clustering;
    return new SsfnFit(unlabelled ? shape.with(new Task.Clustering(1)) : shape, options, train);
  }

  private Fitted headed(Fitted fitted, List<LabelledWindow> learnedFrom) {
    return shape.task() instanceof Task.Clustering
        ? ClusterHead.put(shape, fitted, examples(learnedFrom).windows(), options.seed())
        : fitted;
  }

  private SsfnModel.Parts parts(
      Fitted fitted, Calibration calibration, Optional<Agreement> learned) {
    return new SsfnModel.Parts(shape, fitted.weights(), fitted.normalisers(), calibration, learned);
  }

  private static Examples examples(List<LabelledWindow> windows) {
    return new Examples(
        windows.stream().map(LabelledWindow::window).toList(),
        windows.stream().map(LabelledWindow::target).toList());
  }
}
