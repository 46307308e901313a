// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What AVE says of its rows: {@code Annotations.txt}, lines {@code
 * Category&VideoID&Quality&StartTime&EndTime} with or without that header, and {@code labels.h5},
 * one-hot per second. The files do not name the columns: column k is the k-th category in order of
 * first appearance, the last column is {@code background}. A row that says otherwise is refused.
 */
final class AveLabels {
  static final String BACKGROUND = "background";
  private static final int SECONDS = 10;
  private static final int COLUMNS = 29;

  private final List<TextLine> lines = new ArrayList<>();
  private final List<String[]> cells = new ArrayList<>();
  private final List<String> categories;
  private final Hdf5.Table hot;

  /**
   * @param files what is open until they are closed
   */
  AveLabels(Path folder, OpenFiles files) throws IOException {
    Path file = folder.resolve("Annotations.txt");
    Set<String> seen = new LinkedHashSet<>();
    for (TextLine line : TextLine.read(file, StandardCharsets.UTF_8)) {
      String[] parts = line.text().strip().split("&", -1);
      if (parts.length != 5 || parts[0].isEmpty() || parts[1].isEmpty()) {
        throw line.error("must be Category&VideoID&Quality&StartTime&EndTime");
      }
      if (!parts[0].equals("Category")) {
        check(line, parts);
        seen.add(parts[0]);
        lines.add(line);
        cells.add(parts);
      }
    }
    if (seen.size() >= COLUMNS) {
      throw new IOException(file + ": " + seen.size() + " categories, more than " + (COLUMNS - 1));
    }
    this.categories = List.copyOf(seen);
    Hdf5 labels = files.open(folder.resolve("labels.h5"));
    this.hot = labels.table("avadataset", lines.size(), SECONDS, COLUMNS);
  }

  private static void check(TextLine line, String[] parts) throws IOException {
    double start = line.number("StartTime", parts[3]);
    double end = line.number("EndTime", parts[4]);
    if (start < 0 || end < start || end > SECONDS) {
      throw line.error("event must lie within 0.." + SECONDS + " s: was " + start + ".." + end);
    }
  }

  int rows() {
    return lines.size();
  }

  String video(int row) {
    return cells.get(row)[1];
  }

  /** A class name per second. */
  List<String> classes(int row) throws IOException {
    double[] flat = hot.row(row);
    List<String> classes = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      int column = column(flat, row, second);
      if (column == COLUMNS - 1) {
        classes.add(BACKGROUND);
      } else if (column == categories.indexOf(cells.get(row)[0])) {
        classes.add(cells.get(row)[0]);
      } else {
        throw hot.error(
            "row %d, second %d is of column %d, but %s:%d says '%s'"
                .formatted(
                    row,
                    second,
                    column,
                    lines.get(row).path(),
                    lines.get(row).number(),
                    cells.get(row)[0]));
      }
    }
    return classes;
  }

  private int column(double[] flat, int row, int second) throws IOException {
    int found = -1;
    for (int column = 0; column < COLUMNS; column++) {
      double value = flat[second * COLUMNS + column];
      if (value != 0 && (value != 1 || found >= 0)) {
        throw hot.error("row " + row + ", second " + second + " is not one-hot");
      }
      found = value == 1 ? column : found;
    }
    if (found < 0) {
      throw hot.error("row " + row + ", second " + second + " has no class");
    }
    return found;
  }
}
