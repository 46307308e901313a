// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

/**
 * Adam with decoupled weight decay, and a running average of the weights over about one epoch: the
 * average is what is validated and kept, it generalises better than the last step and costs nothing
 * in service.
 */
final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final float EPSILON = 1e-8f;
  private final float[] mean;
  private final float[] square;
  private final float[] average;
  private final float[] decayed;
  private final double learningRate;
  private final float weightDecay;
  private final double keep;
  private int step;

  /**
   * @param keep share of the running average that a step keeps
   */
  Adam(Parameters parameters, double learningRate, double weightDecay, double keep) {
    mean = new float[parameters.size];
    square = new float[parameters.size];
    average = new float[parameters.size];
    decayed = parameters.decayed();
    this.learningRate = learningRate;
    this.weightDecay = (float) weightDecay;
    this.keep = keep;
  }

  /** Applies the gradient that is in native memory to the values, on both sides. */
  void step(Parameters parameters) {
    step++;
    parameters.gradient.pull(parameters.size);
    float rate =
        (float)
            (learningRate * Math.sqrt(1 - Math.pow(BETA_2, step)) / (1 - Math.pow(BETA_1, step)));
    float decay = (float) learningRate * weightDecay;
    float share = (float) (1 - keep);
    float[] gradient = parameters.gradient.heap;
    float[] value = parameters.value.heap;
    for (int i = 0; i < value.length; i++) {
      float g = gradient[i];
      mean[i] += (float) (1 - BETA_1) * (g - mean[i]);
      square[i] += (float) (1 - BETA_2) * (g * g - square[i]);
      value[i] -=
          rate * mean[i] / ((float) Math.sqrt(square[i]) + EPSILON) + decay * decayed[i] * value[i];
      average[i] += share * (value[i] - average[i]);
    }
    parameters.value.push(parameters.size);
  }

  /** The average, freed of its start at zero. */
  float[] averaged() {
    float correction = (float) (1 / (1 - Math.pow(keep, step)));
    float[] averaged = new float[average.length];
    for (int i = 0; i < averaged.length; i++) {
      averaged[i] = average[i] * correction;
    }
    return averaged;
  }
}
