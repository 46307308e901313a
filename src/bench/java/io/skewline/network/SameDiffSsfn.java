// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.SsfnModel.Parts;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network in SameDiff, as one writes it there: weights as variables, each direction by itself.
 * It knows no missing modalities.
 */
final class SameDiffSsfn {
  static final String PRESENT = "present";
  static final String OUTPUT = "output";

  final SameDiff graph = SameDiff.create();
  private final Parts parts;
  private final SsfnShape shape;

  /**
   * @param raw the inputs are as encoders give them, and are standardised in the graph
   */
  SameDiffSsfn(Parts parts, boolean raw) {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
    this.parts = parts;
    this.shape = parts.shape();
    SDVariable a = projected(0, raw);
    SDVariable b = projected(1, raw);
    SDVariable fused = attended(a, b).add(attended(b, a)).mul(0.5);
    SDVariable present = graph.placeHolder(PRESENT, DataType.FLOAT, -1, 2);
    graph.concat(1, fused, present).mmul(variable("head")).add(OUTPUT, variable("head.bias"));
  }

  static String input(int slot) {
    return "input" + slot;
  }

  private SDVariable projected(int slot, boolean raw) {
    String name = shape.slots().get(slot).name();
    SDVariable in =
        graph.placeHolder(input(slot), DataType.FLOAT, -1, shape.slots().get(slot).width());
    SDVariable z = raw ? standardised(in, parts.normalisers()[slot]) : in;
    return z.mmul(variable("project." + name)).add(variable("project.bias." + name));
  }

  private SDVariable standardised(SDVariable in, Normaliser normaliser) {
    SDVariable z =
        in.sub(graph.constant(Nd4j.createFromArray(normaliser.mean())))
            .mul(graph.constant(Nd4j.createFromArray(normaliser.scale())));
    return graph.math().clipByValue(z, -Normaliser.LIMIT, Normaliser.LIMIT);
  }

  private SDVariable attended(SDVariable query, SDVariable value) {
    SDVariable x = norm("norm1", query.add(linear("out", linear("value", value))));
    SDVariable ff = linear("ff2", graph.nn().relu(linear("ff1", x), 0));
    return norm("norm2", x.add(ff));
  }

  private SDVariable linear(String name, SDVariable in) {
    return in.mmul(variable(name)).add(variable(name + ".bias"));
  }

  private SDVariable norm(String name, SDVariable x) {
    return graph.nn().layerNorm(x, variable(name + ".gain"), variable(name + ".shift"), false, 1);
  }

  /** Biases and norms as vectors. */
  private SDVariable variable(String name) {
    if (graph.hasVariable(name)) {
      return graph.getVariable(name);
    }
    INDArray values = array(parts.weights().get(name));
    return graph.var(name, values.rows() == 1 ? values.reshape(values.columns()) : values);
  }

  /** A copy. */
  static INDArray array(Matrix matrix) {
    return Nd4j.create(matrix.toArray(), new long[] {matrix.rows, matrix.cols}, 'c');
  }
}
