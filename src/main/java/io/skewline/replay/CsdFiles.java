// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Modality;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The {@code .csd} files of a folder by what they hold, told by the names that the SDK gives them:
 * at most one per modality, and the labels. Raw words and phones are text, not numbers: left out.
 */
record CsdFiles(CompSequence labels, Map<Modality, CompSequence> sequences) {
  /** Parts of names in lower case; the first one that occurs decides. */
  private static final List<Map.Entry<String, String>> KINDS =
      List.of(
          Map.entry("label", "labels"),
          Map.entry("wordvector", "text"),
          Map.entry("glove", "text"),
          Map.entry("bert", "text"),
          Map.entry("word", "raw"),
          Map.entry("phone", "raw"),
          Map.entry("covarep", "audio"),
          Map.entry("coavarep", "audio"),
          Map.entry("opensmile", "audio"),
          Map.entry("facet", "video"),
          Map.entry("openface", "video"));

  /**
   * @param open what is open until they are closed
   */
  static CsdFiles in(Path folder, OpenFiles open) throws IOException {
    Map<String, Path> byKind = new TreeMap<>(Comparator.naturalOrder());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.csd")) {
      for (Path file : files) {
        String kind = kind(file);
        Path other = kind.equals("raw") ? null : byKind.put(kind, file);
        if (other != null) {
          throw new IOException(
              folder + ": two files of " + kind + ": keep one of " + other + " and " + file);
        }
      }
    }
    Path labels = byKind.remove("labels");
    if (labels == null || byKind.isEmpty()) {
      throw new IOException(
          folder + ": a file *Labels.csd and at least one of text, audio or video are needed");
    }
    Map<Modality, CompSequence> sequences = new TreeMap<>();
    for (Map.Entry<String, Path> entry : byKind.entrySet()) {
      sequences.put(new Modality(entry.getKey()), new CompSequence(open.open(entry.getValue())));
    }
    return new CsdFiles(new CompSequence(open.open(labels)), sequences);
  }

  private static String kind(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    Optional<String> kind =
        KINDS.stream().filter(k -> name.contains(k.getKey())).map(Map.Entry::getValue).findFirst();
    return kind.orElseThrow(
        () ->
            new IOException(
                file
                    + ": what it holds is told by its name, which has none of "
                    + KINDS.stream().map(Map.Entry::getKey).toList()));
  }
}
