// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One table of docs/RESULTS.md: a topology on a data set.
 *
 * @param name of its section and its folder
 * @param signals the study whose encoders it shares; its own name if none
 * @param topology file in the folder of topologies
 * @param dataset folder of the data set
 * @param options of encoders and sweep alike
 * @param sweep options of the sweep alone
 */
record Study(
    String name,
    String signals,
    String title,
    String topology,
    String dataset,
    List<String> options,
    List<String> sweep) {
  static final String TABLE = "table.md";
  private static final String SENTIMENT = "text-audio-video-sentiment.yaml";
  private static final List<String> CLASSES =
      List.of("--set", "task.type=classification", "--set", "task.labels=[neg,pos]");
  private static final Set<String> WITH_OBJECTIVES = Set.of("mosi-binary", "grid-av-10db");
  private static final List<String> WEIGHTS = List.of("--objectives", "0,0.01,0.1,1");

  private static final List<Study> PLANS =
      List.of(
          plans("mosi-binary", "mosi, negative or positive", SENTIMENT, "mosi", CLASSES),
          plans("mosi-regression", "mosi, sentiment from −3 to 3", SENTIMENT, "mosi", List.of()),
          plans("av-digits", "av-digits", "digits.yaml", "av-digits", List.of()),
          plans("grid-av", "grid-av", "lips.yaml", "grid-av", List.of()),
          plans("grid-av-0db", "grid-av, audio at 0 dB", "lips.yaml", "grid-av", noise("0")),
          plans("grid-av-10db", "grid-av, audio at −10 dB", "lips.yaml", "grid-av", noise("-10")),
          plans("text-text", "text-text", "text-text.yaml", "text-text", List.of()));

  /** The whole page, in its order. */
  static List<Study> all() {
    List<Study> all = new ArrayList<>();
    for (Study study : PLANS) {
      all.add(study);
      if (WITH_OBJECTIVES.contains(study.name)) {
        all.add(study.objectives());
      }
    }
    return all;
  }

  private static Study plans(
      String name, String title, String topology, String dataset, List<String> options) {
    return new Study(name, name, title, topology, dataset, options, List.of());
  }

  private Study objectives() {
    String other = title + ": what dependency objectives do";
    return new Study(name + "-objectives", name, other, topology, dataset, options, WEIGHTS);
  }

  private static List<String> noise(String decibels) {
    return List.of("--noise", "audio=" + decibels);
  }

  /** Arguments of {@code skewline encoders fit}. */
  List<String> encoders(Path topologies, Path data, Path out) {
    List<String> words = new ArrayList<>(List.of("encoders", "fit"));
    words.addAll(common(topologies, data));
    words.addAll(List.of("--out", out.toString()));
    return words;
  }

  /**
   * Arguments of {@code skewline sweep}.
   *
   * @param out gets the table, too, as {@link #TABLE}
   * @param more options of all studies
   */
  List<String> sweep(Path topologies, Path data, Path encoders, Path out, List<String> more) {
    List<String> words = new ArrayList<>(List.of("sweep"));
    words.addAll(common(topologies, data));
    words.addAll(List.of("--encoders", encoders.toString(), "--out", out.toString()));
    words.addAll(List.of("--table", out.resolve(TABLE).toString()));
    words.addAll(sweep);
    words.addAll(more);
    return words;
  }

  private List<String> common(Path topologies, Path data) {
    List<String> words = new ArrayList<>();
    words.add(topologies.resolve(topology).toString());
    words.addAll(List.of("--dataset", data.resolve(dataset).toString()));
    words.addAll(options);
    return words;
  }
}
