// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.blas.Blas;
import io.skewline.network.blas.NativeFloats;
import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.FusedPair;
import io.skewline.network.ssfn.Source;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network with explicit gradients, for batches of a bounded size. Memory is allocated once; one
 * thread at a time.
 */
final class SsfnGraph implements AutoCloseable {
  private final SsfnSpec spec;
  private final int width;
  private final int outputs;
  private final List<Source> sources;
  private final List<FusedPair> pairs;
  private final Parameters parameters;
  private final BlockGraph block;
  private final List<NativeFloats> inputs = new ArrayList<>();
  private final float[][] projected;
  private final float[][] projectedGradient;
  private final Twin row;
  private final Twin first;
  private final Twin second;
  private final float[] fusedPairs;
  private final float[] toFirst;
  private final float[] toSecond;
  private final Twin headInput;
  private final Twin output;
  private final float[] zeros;
  private final float[] inputRow;

  SsfnGraph(SsfnSpec spec, Parameters parameters, float[] slope, int capacity) {
    this.spec = spec;
    this.parameters = parameters;
    width = spec.width();
    outputs = spec.outputs();
    sources = spec.sources();
    pairs = spec.fusedPairs();
    int rows = pairs.size() * capacity;
    block =
        spec.block() == Block.CONCAT
            ? new ConcatGraph(width, parameters, slope, rows)
            : new CoAttentionGraph(width, spec.feedForward(), parameters, rows);
    sources.forEach(source -> inputs.add(new NativeFloats(capacity * source.width())));
    projected = new float[sources.size()][capacity * width];
    projectedGradient = new float[sources.size()][capacity * width];
    row = new Twin(capacity * width);
    first = new Twin(rows * width);
    second = new Twin(rows * width);
    fusedPairs = new float[rows * width];
    toFirst = new float[rows * width];
    toSecond = new float[rows * width];
    headInput = new Twin(capacity * (width + spec.modalities().size()));
    output = new Twin(capacity * outputs);
    int widest = sources.stream().mapToInt(Source::width).max().orElse(1);
    zeros = new float[widest];
    inputRow = new float[widest];
  }

  /**
   * @param noise thins out inputs and fused vectors while fitting
   * @return [n, outputs], valid until the next pass
   */
  float[] forward(Batch batch, Noise noise) {
    for (int s = 0; s < sources.size(); s++) {
      project(batch, s, noise);
    }
    int n = batch.size * width;
    for (int p = 0; p < pairs.size(); p++) {
      System.arraycopy(projected[pairs.get(p).first()], 0, first.heap, p * n, n);
      System.arraycopy(projected[pairs.get(p).second()], 0, second.heap, p * n, n);
    }
    first.push(pairs.size() * n);
    second.push(pairs.size() * n);
    block.forward(first, second, pairs.size() * batch.size, fusedPairs);
    return head(batch, noise);
  }

  private void project(Batch batch, int s, Noise noise) {
    Source source = sources.get(s);
    int in = source.width();
    for (int i = 0; i < batch.size; i++) {
      if (batch.present[s][i]) {
        System.arraycopy(batch.data.inputs[s], batch.rows[i] * in, inputRow, 0, in);
        noise.thinInputs(inputRow, in);
        inputs.get(s).put(i * in, inputRow, 0, in);
      } else {
        inputs.get(s).put(i * in, zeros, 0, in);
      }
    }
    Blas.multiply(
        batch.size,
        width,
        in,
        inputs.get(s).pointer(),
        parameters.value(Tensors.projection(source)),
        0,
        row.pointer());
    row.pull(batch.size * width);
    int bias = parameters.offset(Tensors.projectionBias(source));
    int mask = parameters.offset(Tensors.mask(source.modality()));
    float[] values = parameters.value.heap;
    for (int i = 0; i < batch.size; i++) {
      boolean present = batch.present[s][i];
      int from = present ? bias : mask;
      for (int j = 0; j < width; j++) {
        // The input of a missing layer is zero, so the product is too.
        projected[s][i * width + j] = row.heap[i * width + j] + values[from + j];
      }
    }
  }

  private float[] head(Batch batch, Noise noise) {
    int modalities = spec.modalities().size();
    int columns = width + modalities;
    float[] x = headInput.heap;
    Arrays.fill(x, 0, batch.size * columns, 0);
    for (int i = 0; i < batch.size; i++) {
      for (int p = 0; p < pairs.size(); p++) {
        float weight = (float) pairs.get(p).weight();
        int from = (p * batch.size + i) * width;
        for (int j = 0; j < width; j++) {
          x[i * columns + j] += weight * fusedPairs[from + j];
        }
      }
      noise.thinFused(x, i * columns, i * width, width);
      for (int m = 0; m < modalities; m++) {
        x[i * columns + width + m] = batch.subsets[i] >> m & 1;
      }
    }
    headInput.push(batch.size * columns);
    Blas.multiply(
        batch.size,
        outputs,
        columns,
        headInput.pointer(),
        parameters.value(Tensors.HEAD),
        0,
        output.pointer());
    output.pull(batch.size * outputs);
    int bias = parameters.offset(Tensors.HEAD_BIAS);
    for (int i = 0; i < batch.size * outputs; i++) {
      output.heap[i] += parameters.value.heap[bias + i % outputs];
    }
    return output.heap;
  }

  /**
   * Overwrites the gradient of every parameter; follows a forward pass on the same batch.
   *
   * @param gradient of the outputs, [n, outputs]
   */
  void backward(Batch batch, float[] gradient, Noise noise) {
    headBack(batch, gradient);
    spread(batch, noise);
    int rows = pairs.size() * batch.size;
    block.backward(fusedPairs, first, second, rows, toFirst, toSecond);
    for (float[] sum : projectedGradient) {
      Arrays.fill(sum, 0, batch.size * width, 0);
    }
    int n = batch.size * width;
    for (int p = 0; p < pairs.size(); p++) {
      add(toFirst, p * n, projectedGradient[pairs.get(p).first()], n);
      add(toSecond, p * n, projectedGradient[pairs.get(p).second()], n);
    }
    projectionsBack(batch);
  }

  private static void add(float[] from, int offset, float[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] += from[offset + i];
    }
  }

  private void headBack(Batch batch, float[] gradient) {
    int columns = width + spec.modalities().size();
    System.arraycopy(gradient, 0, output.heap, 0, batch.size * outputs);
    output.push(batch.size * outputs);
    float[] bias = new float[outputs];
    for (int i = 0; i < batch.size * outputs; i++) {
      bias[i % outputs] += gradient[i];
    }
    parameters.putGradient(Tensors.HEAD_BIAS, bias);
    Blas.multiplyLeftTransposed(
        columns,
        outputs,
        batch.size,
        headInput.pointer(),
        output.pointer(),
        0,
        parameters.gradient(Tensors.HEAD));
    Blas.multiplyRightTransposed(
        batch.size,
        columns,
        outputs,
        output.pointer(),
        parameters.value(Tensors.HEAD),
        0,
        headInput.pointer());
    headInput.pull(batch.size * columns);
  }

  /** The gradient of the fused vector to that of every pair's, by its weight. */
  private void spread(Batch batch, Noise noise) {
    int columns = width + spec.modalities().size();
    for (int i = 0; i < batch.size; i++) {
      noise.thinGradient(headInput.heap, i * columns, i * width, width);
      for (int p = 0; p < pairs.size(); p++) {
        float weight = (float) pairs.get(p).weight();
        int to = (p * batch.size + i) * width;
        for (int j = 0; j < width; j++) {
          fusedPairs[to + j] = weight * headInput.heap[i * columns + j];
        }
      }
    }
  }

  private void projectionsBack(Batch batch) {
    float[][] masks = new float[spec.modalities().size()][width];
    for (int s = 0; s < sources.size(); s++) {
      Source source = sources.get(s);
      float[] bias = new float[width];
      for (int i = 0; i < batch.size; i++) {
        float[] to = batch.present[s][i] ? bias : masks[source.modalityIndex()];
        for (int j = 0; j < width; j++) {
          to[j] += projectedGradient[s][i * width + j];
        }
      }
      parameters.putGradient(Tensors.projectionBias(source), bias);
      parameters.putGradient(Tensors.mask(source.modality()), masks[source.modalityIndex()]);
      System.arraycopy(projectedGradient[s], 0, row.heap, 0, batch.size * width);
      row.push(batch.size * width);
      // Rows of missing layers are zero in the input and so add nothing.
      Blas.multiplyLeftTransposed(
          source.width(),
          width,
          batch.size,
          inputs.get(s).pointer(),
          row.pointer(),
          0,
          parameters.gradient(Tensors.projection(source)));
    }
  }

  @Override
  public void close() {
    inputs.forEach(NativeFloats::close);
    block.close();
    row.close();
    first.close();
    second.close();
    headInput.close();
    output.close();
  }
}
