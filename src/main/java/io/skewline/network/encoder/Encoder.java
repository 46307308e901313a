// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A frozen unimodal network: a signal's features in, the activations of its hidden layers out.
 * Inference runs over plain copies of the weights, so one encoder serves any number of threads;
 * Deeplearning4j is needed for fitting and for the file only.
 */
public final class Encoder {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String INFO = "encoder.json";
  private static final String NETWORK = "network.zip";

  private final EncoderInfo info;
  private final MultiLayerNetwork network;
  private final List<Dense> layers;

  Encoder(EncoderInfo info, MultiLayerNetwork network) {
    this.info = info;
    this.network = network;
    this.layers = Dense.of(network);
    if (layers.size() != info.layers() + 1) {
      throw new IllegalArgumentException(
          "network has " + (layers.size() - 1) + " hidden layers, its file says " + info.layers());
    }
    for (int i = 0; i <= info.layers(); i++) {
      int wanted = i == 0 ? info.features().floats() : info.width();
      if (layers.get(i).inputs() != wanted) {
        throw new IllegalArgumentException(
            "layer " + (i + 1) + " takes " + layers.get(i).inputs() + " inputs, not " + wanted);
      }
    }
  }

  public EncoderInfo info() {
    return info;
  }

  public Features features() {
    return info.features();
  }

  public ModalitySpec spec() {
    return new ModalitySpec(new Modality(info.modality()), info.layers(), info.width());
  }

  /**
   * @param features as {@link #features()} computes them, before standardising
   */
  public LayerStack encode(float[] features) {
    float[][] hidden = new float[info.layers()][];
    float[] x = standardised(features);
    for (int i = 0; i < hidden.length; i++) {
      x = layers.get(i).apply(x);
      relu(x);
      hidden[i] = x;
    }
    return LayerStack.ofAll(hidden);
  }

  /** One stack per input, in order; each equals what the input alone gives. */
  public List<LayerStack> encode(List<float[]> features) {
    List<LayerStack> stacks = new ArrayList<>(features.size());
    for (float[] one : features) {
      stacks.add(encode(one));
    }
    return stacks;
  }

  /** The head's own opinion: class probabilities, or one value for regression. */
  public float[] predict(float[] features) {
    float[] top = encode(features).layer(info.layers());
    float[] scores = layers.get(info.layers()).apply(top);
    return info.labels().isEmpty() ? scores : softmax(scores);
  }

  /** Accuracy (classification) or Pearson correlation of the head; NaN without examples. */
  public double score(List<Example> examples) {
    return examples.isEmpty() ? Double.NaN : HeldOut.measure(this, examples, 0).score();
  }

  float[] standardised(float[] features) {
    if (features.length != info.features().floats()) {
      throw new IllegalArgumentException(
          "encoder of %s wants %d features, got %d"
              .formatted(info.modality(), info.features().floats(), features.length));
    }
    return standardised(features, info.mean(), info.scale());
  }

  static float[] standardised(float[] features, float[] mean, float[] scale) {
    float[] out = new float[features.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (features[i] - mean[i]) * scale[i];
    }
    return out;
  }

  MultiLayerNetwork network() {
    return network;
  }

  /** Writes {@code encoder.json} and {@code network.zip} into the folder, making it if absent. */
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(folder.resolve(INFO).toFile(), info);
    ModelSerializer.writeModel(network, folder.resolve(NETWORK).toFile(), false);
  }

  /**
   * @throws IOException naming the file that is absent or malformed
   */
  public static Encoder load(Path folder) throws IOException {
    for (String name : List.of(INFO, NETWORK)) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw new NoSuchFileException(
            folder.resolve(name).toString(),
            null,
            "an encoder folder holds " + INFO + " and " + NETWORK);
      }
    }
    try {
      EncoderInfo info = JSON.readValue(folder.resolve(INFO).toFile(), EncoderInfo.class);
      return new Encoder(
          info, ModelSerializer.restoreMultiLayerNetwork(folder.resolve(NETWORK).toFile(), false));
    } catch (IllegalArgumentException e) {
      throw new IOException("encoder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void relu(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]);
    }
  }

  private static float[] softmax(float[] scores) {
    float max = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.exp(scores[i] - max);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= (float) sum;
    }
    return scores;
  }
}
