// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.modality.Modality;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names of a network's tensors. Names that end in {@code .weight} are subject to decay. */
public final class Tensors {
  public static final String SLOPE = "block.slope";
  public static final String CALIBRATION = "calibration";

  /** [P + modalities, outputs]: the last rows weigh the presence bits. */
  public static final String HEAD = "head.weight";

  public static final String HEAD_BIAS = "head.bias";

  /** Concat: Wa above Wb. */
  public static final String FUSE = "block.fuse.weight";

  public static final String FUSE_BIAS = "block.fuse.bias";

  public static final String VALUE = "block.value.weight";
  public static final String VALUE_BIAS = "block.value.bias";
  public static final String OUT = "block.out.weight";
  public static final String OUT_BIAS = "block.out.bias";
  public static final String UP = "block.up.weight";
  public static final String UP_BIAS = "block.up.bias";
  public static final String DOWN = "block.down.weight";
  public static final String DOWN_BIAS = "block.down.bias";
  public static final String GAIN_1 = "block.norm1.gain";
  public static final String SHIFT_1 = "block.norm1.shift";
  public static final String GAIN_2 = "block.norm2.gain";
  public static final String SHIFT_2 = "block.norm2.shift";

  private Tensors() {}

  public static String mean(Source source) {
    return "normaliser." + source + ".mean";
  }

  public static String deviation(Source source) {
    return "normaliser." + source + ".deviation";
  }

  public static String projection(Source source) {
    return "projection." + source + ".weight";
  }

  public static String projectionBias(Source source) {
    return "projection." + source + ".bias";
  }

  /** Stands in for the projected vector of a modality that is missing. */
  public static String mask(Modality modality) {
    return "mask." + modality;
  }

  static SortedMap<String, int[]> blockShapes(Block block, int width, int feedForward) {
    int[] square = {width, width};
    int[] vector = {1, width};
    if (block == Block.CONCAT) {
      return new TreeMap<>(Map.of(FUSE, new int[] {2 * width, width}, FUSE_BIAS, vector));
    }
    SortedMap<String, int[]> shapes = new TreeMap<>();
    shapes.put(VALUE, square);
    shapes.put(OUT, square);
    shapes.put(UP, new int[] {width, feedForward});
    shapes.put(UP_BIAS, new int[] {1, feedForward});
    shapes.put(DOWN, new int[] {feedForward, width});
    for (String name :
        new String[] {VALUE_BIAS, OUT_BIAS, DOWN_BIAS, GAIN_1, SHIFT_1, GAIN_2, SHIFT_2}) {
      shapes.put(name, vector);
    }
    return shapes;
  }
}
