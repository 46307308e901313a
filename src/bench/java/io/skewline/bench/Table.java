// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text under a head, columns as wide as they need: the first to the left, others right. */
public final class Table {
  private final List<String[]> rows = new ArrayList<>();

  public Table(String... head) {
    rows.add(head);
  }

  public Table row(String... cells) {
    if (cells.length != rows.get(0).length) {
      throw new IllegalArgumentException("row does not fit the head: " + Arrays.toString(cells));
    }
    rows.add(cells);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.length; c++) {
        String pad = " ".repeat(width(c) - row[c].length());
        line.append(c == 0 ? row[c] + pad : "  " + pad + row[c]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }
}
