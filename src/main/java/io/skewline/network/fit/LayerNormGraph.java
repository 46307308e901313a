// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

/** Layer normalisation over rows of P, with its gradients; gain and shift are parameters. */
final class LayerNormGraph {
  private static final float EPSILON = 1e-5f;
  private final int width;
  private final Parameters parameters;
  private final String gain;
  private final String shift;
  private final float[] normal;
  private final float[] scale;

  LayerNormGraph(Parameters parameters, String gain, String shift, int width, int maxRows) {
    this.width = width;
    this.parameters = parameters;
    this.gain = gain;
    this.shift = shift;
    normal = new float[maxRows * width];
    scale = new float[maxRows];
  }

  /** Replaces {@code x} by its normalised rows. */
  void forward(float[] x, int rows) {
    int gainAt = parameters.offset(gain);
    int shiftAt = parameters.offset(shift);
    float[] values = parameters.value.heap;
    for (int r = 0; r < rows; r++) {
      int row = r * width;
      float sum = 0;
      for (int j = 0; j < width; j++) {
        sum += x[row + j];
      }
      float mean = sum / width;
      float squares = 0;
      for (int j = 0; j < width; j++) {
        float centred = x[row + j] - mean;
        squares += centred * centred;
      }
      scale[r] = (float) (1 / Math.sqrt(squares / width + EPSILON));
      for (int j = 0; j < width; j++) {
        normal[row + j] = (x[row + j] - mean) * scale[r];
        x[row + j] = normal[row + j] * values[gainAt + j] + values[shiftAt + j];
      }
    }
  }

  /** Replaces {@code d}, the gradient of the output, by that of the input. */
  void backward(float[] d, int rows) {
    int gainAt = parameters.offset(gain);
    float[] values = parameters.value.heap;
    float[] gainGradient = new float[width];
    float[] shiftGradient = new float[width];
    for (int r = 0; r < rows; r++) {
      int row = r * width;
      float sum = 0;
      float product = 0;
      for (int j = 0; j < width; j++) {
        gainGradient[j] += d[row + j] * normal[row + j];
        shiftGradient[j] += d[row + j];
        d[row + j] *= values[gainAt + j];
        sum += d[row + j];
        product += d[row + j] * normal[row + j];
      }
      for (int j = 0; j < width; j++) {
        d[row + j] = scale[r] * (d[row + j] - sum / width - normal[row + j] * product / width);
      }
    }
    parameters.putGradient(gain, gainGradient);
    parameters.putGradient(shift, shiftGradient);
  }
}
