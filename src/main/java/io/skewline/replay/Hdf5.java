// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A strict view of an HDF5 file: errors name the path and the place inside. The file stays open
 * until closed; arrays are read a few rows at a time, never whole. For one thread.
 */
final class Hdf5 implements AutoCloseable {
  private final Path path;
  private final HdfFile file;

  Hdf5(Path path) throws IOException {
    this.path = path;
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": there is no such file");
    }
    try {
      this.file = new HdfFile(path);
    } catch (RuntimeException e) {
      throw new IOException(path + ": is not an HDF5 file, or damaged: " + e.getMessage(), e);
    }
  }

  /** Something that the library does with the file: it throws nearly any unchecked exception. */
  private interface Access<T> {
    T get() throws IOException;
  }

  private <T> T access(String inside, Access<T> access) throws IOException {
    try {
      return access.get();
    } catch (RuntimeException e) {
      throw new IOException(path + ":" + inside + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Names of what lies in a group, in the order of the file; {@code ""} is the root. */
  List<String> names(String group) throws IOException {
    return access(
        group,
        () -> {
          Node node = node(group);
          if (!(node instanceof Group parent)) {
            throw error(group, "is absent or no group");
          }
          return List.copyOf(parent.getChildren().keySet());
        });
  }

  /**
   * @param shape what its shape must be; −1 stands for any length
   */
  Table table(String inside, int... shape) throws IOException {
    return access(
        inside,
        () -> {
          if (!(node(inside) instanceof Dataset data)) {
            throw error(inside, "is absent or no dataset");
          }
          return new Table(inside, data, shape);
        });
  }

  private Node node(String inside) {
    Node node = file;
    for (String name : inside.split("/")) {
      if (!name.isEmpty()) {
        node = node instanceof Group group ? group.getChild(name) : null;
      }
    }
    return node;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    file.close();
  }

  IOException error(String inside, String what) {
    return new IOException(path + ":" + inside + ": " + what);
  }

  /** Numbers in rows: the first dimension counts them. */
  final class Table {
    private final String inside;
    private final Dataset data;
    private final int[] shape;

    private Table(String inside, Dataset data, int[] wanted) throws IOException {
      this.inside = inside;
      this.data = data;
      this.shape = data.getDimensions();
      boolean fits = shape.length == wanted.length;
      for (int i = 0; fits && i < wanted.length; i++) {
        fits = wanted[i] == -1 || wanted[i] == shape[i];
      }
      if (!fits) {
        throw error("shape is " + text(shape) + ", not " + text(wanted));
      }
      Class<?> type = data.getJavaType();
      if (!type.isPrimitive() || type == char.class || type == boolean.class) {
        throw error("holds " + type.getSimpleName() + ", not numbers");
      }
    }

    int rows() {
      return shape[0];
    }

    /** Numbers per row. */
    int width() {
      int width = 1;
      for (int i = 1; i < shape.length; i++) {
        width *= shape[i];
      }
      return width;
    }

    /** Rows {@code from}..{@code from + count}, each flat. */
    double[][] rows(int from, int count) throws IOException {
      if (count == 0) {
        return new double[0][];
      }
      long[] offset = new long[shape.length];
      offset[0] = from;
      int[] size = shape.clone();
      size[0] = count;
      Object block = access(inside, () -> data.getData(offset, size));
      double[] flat = new double[count * width()];
      if (fill(block, flat, 0) != flat.length) {
        throw error("holds fewer values than its shape " + text(shape));
      }
      double[][] rows = new double[count][];
      for (int row = 0; row < count; row++) {
        rows[row] = Arrays.copyOfRange(flat, row * width(), (row + 1) * width());
      }
      return rows;
    }

    double[] row(int index) throws IOException {
      return rows(index, 1)[0];
    }

    private static int fill(Object block, double[] out, int at) {
      if (block instanceof double[] values) {
        System.arraycopy(values, 0, out, at, values.length);
        return at + values.length;
      }
      int next = at;
      for (int i = 0; i < Array.getLength(block); i++) {
        if (block instanceof Object[] nested) {
          next = fill(nested[i], out, next);
        } else {
          out[next++] = Array.getDouble(block, i);
        }
      }
      return next;
    }

    IOException error(String what) {
      return Hdf5.this.error(inside, what);
    }

    private static String text(int[] shape) {
      String list = Arrays.toString(shape).replace("-1", "n");
      return "(" + list.substring(1, list.length() - 1) + ")";
    }
  }
}
