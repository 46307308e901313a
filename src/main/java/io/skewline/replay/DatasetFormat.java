// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How a set lies in its folder: the name for {@code --format}, and what the folder is told by. */
public enum DatasetFormat {
  AV_DIGITS("av-digits", "manifest.csv"),
  GRID_AV("grid-av", "clips.csv"),
  MOSI("mosi", "utterances.csv"),
  TEXT_TEXT("text-text", "pairs.csv"),
  IEMOCAP("iemocap", "Session[1-5]"),
  AVE("ave", "audio_feature.h5"),
  HATEFUL_MEMES("hateful-memes", "train.jsonl"),
  CSD("csd", "*.csd"),
  C4EL("c4el", "LE");

  private final String formatName;
  private final String mark;

  DatasetFormat(String formatName, String mark) {
    this.formatName = formatName;
    this.mark = mark;
  }

  /** Lower case, as on the command line. */
  public String formatName() {
    return formatName;
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(DatasetFormat::formatName).toList();
  }

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static DatasetFormat named(String name) {
    return Arrays.stream(values())
        .filter(f -> f.formatName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format must be one of " + names() + ": was '" + name + "'"));
  }

  /**
   * Tells a folder's format by the files in it.
   *
   * @throws IOException if none or several fit, with what is looked for
   */
  public static DatasetFormat of(Path folder) throws IOException {
    List<DatasetFormat> fitting = new ArrayList<>();
    for (DatasetFormat format : values()) {
      if (format.fits(folder)) {
        fitting.add(format);
      }
    }
    if (fitting.size() != 1) {
      throw new IOException(
          folder
              + (fitting.isEmpty()
                  ? ": no known data set; a folder is told by what lies in it: "
                      + described(List.of(values()))
                  : ": could be any of " + described(fitting))
              + ". --format NAME says which it is");
    }
    return fitting.get(0);
  }

  private static String described(List<DatasetFormat> formats) {
    return formats.stream()
        .map(f -> f.formatName + " (" + f.mark + ")")
        .collect(Collectors.joining(", "));
  }

  private boolean fits(Path folder) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, mark)) {
      return found.iterator().hasNext();
    }
  }
}
