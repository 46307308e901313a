// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A CSV file with a header, read strictly: an error names path and line. */
final class CsvTable {
  private CsvTable() {}

  static List<Row> read(Path path) throws IOException {
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .build();
    List<Row> rows = new ArrayList<>();
    long line = 1;
    try (var reader = Files.newBufferedReader(path, StandardCharsets.UTF_8);
        MappingIterator<Map<String, String>> it =
            mapper
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(reader)) {
      while (it.hasNextValue()) {
        line = it.getCurrentLocation().getLineNr();
        rows.add(new Row(path, line, it.nextValue()));
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      long at = e.getLocation() == null ? line : e.getLocation().getLineNr();
      throw new IOException(path + ":" + at + ": " + e.getOriginalMessage(), e);
    }
    return rows;
  }

  /** One line; a column that is absent or not a number is an error with path and line. */
  record Row(Path path, long line, Map<String, String> cells) {
    String text(String column) throws IOException {
      String value = cells.get(column);
      if (value == null) {
        throw error("has no column '" + column + "'; columns are " + cells.keySet());
      }
      return value;
    }

    double number(String column) throws IOException {
      String value = text(column);
      try {
        double number = Double.parseDouble(value);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw error(column + " must be a number: was '" + value + "'");
      }
      throw error(column + " must be finite: was '" + value + "'");
    }

    int integer(String column) throws IOException {
      double number = number(column);
      if (number != Math.rint(number)) {
        throw error(column + " must be a whole number: was '" + text(column) + "'");
      }
      return (int) number;
    }

    String split() throws IOException {
      String split = text("split");
      if (!split.equals("train") && !split.equals("val")) {
        throw error("split must be train or val: was '" + split + "'");
      }
      return split;
    }

    IOException error(String what) {
      return new IOException(path + ":" + line + ": " + what);
    }
  }
}
