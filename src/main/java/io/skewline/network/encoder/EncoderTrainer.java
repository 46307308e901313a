// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits one encoder on labelled examples of one modality. A fifth of the groups (at least one) is
 * held out to find the number of epochs; then a fresh network is fitted for that many epochs on
 * every example. Each epoch sees augmented copies, never the rows themselves, so that activations
 * on fitted rows stay close to those on unseen ones. Reproducible for a seed on one machine.
 */
public final class EncoderTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(EncoderTrainer.class);

  private final ModalitySpec spec;
  private final Features features;
  private final EncoderSettings settings;

  public EncoderTrainer(ModalitySpec spec, Features features, EncoderSettings settings) {
    this.spec = spec;
    this.features = features;
    this.settings = settings;
  }

  /**
   * @throws IllegalArgumentException if there are fewer than two groups, or two classes, or if
   *     classes and values are mixed
   */
  public Encoder fit(List<Example> examples) {
    List<String> labels = labels(examples);
    List<String> groups = groups(examples);
    int heldOut = Math.max(1, groups.size() / 5);
    TreeSet<String> aside = new TreeSet<>(groups.subList(0, heldOut));
    List<Example> kept = examples.stream().filter(e -> !aside.contains(e.group())).toList();
    List<Example> held = examples.stream().filter(e -> aside.contains(e.group())).toList();
    Best best = search(kept, held, labels);
    LOG.info(
        "encoder {}: {} epochs, held-out loss {}, score {}",
        spec.modality(),
        best.epochs,
        best.loss,
        best.score);
    Fit fit = new Fit(examples, labels);
    for (int epoch = 0; epoch < best.epochs; epoch++) {
      fit.epoch();
    }
    return new Encoder(fit.info(examples.size(), best), fit.network);
  }

  private Best search(List<Example> kept, List<Example> held, List<String> labels) {
    Fit fit = new Fit(kept, labels);
    Best best = new Best(1, Double.POSITIVE_INFINITY, 0);
    for (int epoch = 1; epoch <= settings.maxEpochs(); epoch++) {
      fit.epoch();
      Best now =
          HeldOut.measure(new Encoder(fit.info(kept.size(), best), fit.network), held, epoch);
      if (now.loss < best.loss) {
        best = now;
      } else if (epoch - best.epochs >= settings.patience()) {
        break;
      }
    }
    return best;
  }

  private List<String> groups(List<Example> examples) {
    List<String> groups =
        new ArrayList<>(new TreeSet<>(examples.stream().map(Example::group).toList()));
    if (groups.size() < 2) {
      throw new IllegalArgumentException(
          "encoder " + spec.modality() + " needs examples of at least 2 groups, got " + groups);
    }
    Collections.shuffle(groups, new Random(settings.seed()));
    return groups;
  }

  private List<String> labels(List<Example> examples) {
    TreeSet<String> names = new TreeSet<>();
    int values = 0;
    for (Example example : examples) {
      if (example.target() instanceof ClassTarget c) {
        names.add(c.name());
      } else {
        values++;
      }
    }
    if (!names.isEmpty() && values > 0) {
      throw new IllegalArgumentException("labels are classes " + names + " and values mixed");
    }
    if (names.size() == 1) {
      throw new IllegalArgumentException("only one class in the examples: " + names);
    }
    return List.copyOf(names);
  }

  /** What the held-out groups said after some epochs. */
  record Best(int epochs, double loss, double score) {}

  /** One network being fitted. */
  private final class Fit {
    private final List<Example> examples;
    private final List<String> labels;
    private final Random random = new Random(settings.seed() + 1);
    private final Standardiser standardiser;
    private final MultiLayerNetwork network;

    Fit(List<Example> examples, List<String> labels) {
      this.examples = new ArrayList<>(examples);
      this.labels = labels;
      this.standardiser = Standardiser.of(features, examples);
      this.network = Networks.create(spec, features.floats(), labels.size(), settings);
    }

    void epoch() {
      Collections.shuffle(examples, random);
      for (int from = 0; from < examples.size(); from += settings.batch()) {
        fitBatch(examples.subList(from, Math.min(examples.size(), from + settings.batch())));
      }
    }

    private void fitBatch(List<Example> batch) {
      float[][] x = new float[batch.size()][];
      float[][] y = new float[batch.size()][Math.max(1, labels.size())];
      for (int i = 0; i < x.length; i++) {
        x[i] = standardiser.apply(features.augment(batch.get(i).features(), random));
        if (batch.get(i).target() instanceof ClassTarget c) {
          y[i][labels.indexOf(c.name())] = 1;
        } else if (batch.get(i).target() instanceof ValueTarget v) {
          y[i][0] = (float) v.value();
        }
      }
      try (INDArray inputs = Nd4j.create(x);
          INDArray targets = Nd4j.create(y)) {
        network.fit(new DataSet(inputs, targets));
      }
    }

    EncoderInfo info(int count, Best best) {
      return new EncoderInfo(
          EncoderInfo.FORMAT,
          spec.modality().name(),
          features,
          spec.layers(),
          spec.width(),
          labels,
          standardiser.mean(),
          standardiser.scale(),
          settings.seed(),
          count,
          best.epochs,
          best.loss,
          best.score);
    }
  }
}
