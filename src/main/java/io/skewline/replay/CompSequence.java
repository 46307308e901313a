// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One computational sequence of the CMU-MultimodalSDK, a {@code .csd} file in HDF5: {@code
 * ROOT/data/ID/features} of shape (n, d) and {@code ROOT/data/ID/intervals} of shape (n, 2), in
 * seconds of the video. An aligned file has segments of a video as {@code ID[0]}, {@code ID[1]} …:
 * they are parts of it. Of {@code ROOT/metadata} nothing is needed. For one thread.
 */
final class CompSequence {
  private final Hdf5 file;
  private final String data;
  private final Map<String, List<String>> parts = new LinkedHashMap<>();
  private final int width;

  /**
   * @param place where it stands inside the file
   * @param features as stored
   */
  record Row(String place, long startMicros, long endMicros, double[] features) {}

  /**
   * @param file stays open for it
   */
  CompSequence(Hdf5 file) throws IOException {
    this.file = file;
    List<String> roots = file.names("");
    if (roots.size() != 1) {
      throw file.error("/", "one group at the top is needed: there are " + roots);
    }
    this.data = roots.get(0) + "/data";
    for (String id : file.names(data)) {
      parts.computeIfAbsent(id.replaceFirst("\\[\\d+\\]$", ""), v -> new ArrayList<>()).add(id);
    }
    if (parts.isEmpty()) {
      throw file.error(data, "holds no video");
    }
    String first = parts.values().iterator().next().get(0);
    this.width = file.table(data + "/" + first + "/features", -1, -1).width();
    if (width == 0) {
      throw file.error(data + "/" + first + "/features", "has no columns");
    }
  }

  Iterable<String> videos() {
    return parts.keySet();
  }

  /** Features per row. */
  int width() {
    return width;
  }

  Path path() {
    return file.path();
  }

  /** Rows of a video in order of time; none if it is not in there. */
  List<Row> rows(String video) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String id : parts.getOrDefault(video, List.of())) {
      Hdf5.Table features = features(id);
      Hdf5.Table intervals = intervals(id, features);
      double[][] values = features.rows(0, features.rows());
      double[][] times = intervals.rows(0, intervals.rows());
      for (int i = 0; i < values.length; i++) {
        rows.add(
            new Row(
                data + "/" + id,
                micros(times[i], 0, intervals, i),
                end(times[i], intervals, i),
                values[i]));
      }
    }
    // Files order their parts by name or not at all: ID[10] may come before ID[2].
    rows.sort(Comparator.comparingLong(Row::startMicros));
    return rows;
  }

  /** End of the last row of a video, in microseconds, without reading the others; 0 if none. */
  long endMicros(String video) throws IOException {
    long end = 0;
    for (String id : parts.getOrDefault(video, List.of())) {
      Hdf5.Table intervals = intervals(id, features(id));
      if (intervals.rows() > 0) {
        int last = intervals.rows() - 1;
        end = Math.max(end, end(intervals.row(last), intervals, last));
      }
    }
    return end;
  }

  private Hdf5.Table features(String id) throws IOException {
    return file.table(data + "/" + id + "/features", -1, width);
  }

  private Hdf5.Table intervals(String id, Hdf5.Table features) throws IOException {
    return file.table(data + "/" + id + "/intervals", features.rows(), 2);
  }

  private static long end(double[] times, Hdf5.Table intervals, int row) throws IOException {
    long end = micros(times, 1, intervals, row);
    if (end < micros(times, 0, intervals, row)) {
      throw intervals.error("row %d ends at %s, before its start".formatted(row, times[1]));
    }
    return end;
  }

  private static long micros(double[] times, int column, Hdf5.Table intervals, int row)
      throws IOException {
    double seconds = times[column];
    // A day is longer than any video: what is not in seconds shows here.
    if (!(seconds >= 0 && seconds < 86_400)) {
      throw intervals.error("row " + row + " holds " + seconds + ", not seconds of a video");
    }
    return Math.round(seconds * 1e6);
  }

  IOException error(Row row, String what) {
    return file.error(row.place(), what);
  }
}
