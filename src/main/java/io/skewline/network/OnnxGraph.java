// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph being put together: every method adds to it and gives the name of the value that
 * came of it. Its messages are the generated classes that ND4J carries. One thread.
 */
final class OnnxGraph {
  /** The first with LayerNormalization; every runtime of the last years reads it. */
  private static final int OPSET = 17;

  private static final int IR_VERSION = 8;

  /** The number of rows is the caller's. */
  private static final String ROWS = "rows";

  /**
   * Before the names of all that is not seen from outside: no modality's name has it, so one called
   * {@code clip} or {@code weight} meets no other value.
   */
  private static final String INNER = "/";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> constants = new HashSet<>();

  /** rows × cols floats from outside. */
  String input(String name, int cols) {
    graph.addInput(rowsOf(name, cols));
    return name;
  }

  /** What the value is called outside, rows × cols floats. */
  void output(String name, String value, int cols) {
    graph.addNode(node("Identity", name, value));
    graph.addOutput(rowsOf(name, cols));
  }

  /** Of one name only the first is kept: weights are shared by the pairs of a plan. */
  String matrix(String name, Matrix values) {
    return constant(name, values.toArray(), values.rows, values.cols);
  }

  String vector(String name, float... values) {
    return constant(name, values, values.length);
  }

  String scalar(float value) {
    return constant("scalar." + value, new float[] {value});
  }

  String longs(long... values) {
    String name = "longs." + Arrays.toString(values);
    ByteBuffer raw = buffer(values.length * Long.BYTES);
    raw.asLongBuffer().put(values);
    return constant(name, TensorProto.DataType.INT64, raw, values.length);
  }

  private String constant(String name, float[] values, long... dimensions) {
    ByteBuffer raw = buffer(values.length * Float.BYTES);
    raw.asFloatBuffer().put(values);
    return constant(name, TensorProto.DataType.FLOAT, raw, dimensions);
  }

  private String constant(String of, TensorProto.DataType type, ByteBuffer raw, long... dims) {
    String name = INNER + "weight." + of;
    if (constants.add(name)) {
      TensorProto.Builder tensor = TensorProto.newBuilder().setName(name);
      tensor.setDataType(type.getNumber()).setRawData(ByteString.copyFrom(raw));
      for (long dim : dims) {
        tensor.addDims(dim);
      }
      graph.addInitializer(tensor);
    }
    return name;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  String op(String type, String... inputs) {
    return op(type, Map.of(), inputs);
  }

  /**
   * @param attributes integers or floats
   */
  String op(String type, Map<String, ?> attributes, String... inputs) {
    return ops(type, 1, attributes, inputs)[0];
  }

  /** An operator with several outputs. */
  String[] ops(String type, int outputs, Map<String, ?> attributes, String... inputs) {
    String name = INNER + type.toLowerCase(Locale.ROOT) + "." + graph.getNodeCount();
    NodeProto.Builder node = node(type, name, inputs).toBuilder().clearOutput();
    String[] names = new String[outputs];
    for (int i = 0; i < outputs; i++) {
      names[i] = outputs == 1 ? name : name + "." + i;
      node.addOutput(names[i]);
    }
    attributes.forEach((key, value) -> node.addAttribute(attribute(key, value)));
    graph.addNode(node);
    return names;
  }

  private static NodeProto node(String type, String name, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(name)
        .addAllInput(Arrays.asList(inputs))
        .addOutput(name)
        .build();
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Float f) {
      return attribute.setType(AttributeType.FLOAT).setF(f).build();
    }
    return attribute.setType(AttributeType.INT).setI(((Number) value).longValue()).build();
  }

  private static ValueInfoProto rowsOf(String name, int cols) {
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(
                TensorShapeProto.newBuilder()
                    .addDim(Dimension.newBuilder().setDimParam(ROWS))
                    .addDim(Dimension.newBuilder().setDimValue(cols)))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** The whole model. */
  byte[] bytes(long version, Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("skewline")
            .setModelVersion(version)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph.setName("ssfn"));
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }
}
