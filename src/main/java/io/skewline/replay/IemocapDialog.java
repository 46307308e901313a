// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One dialogue of IEMOCAP: what was agreed on its turns ({@code dialog/EmoEvaluation}), what was
 * said ({@code dialog/transcriptions}) and where it is heard ({@code sentences/wav}). The lines of
 * single annotators are not used.
 */
final class IemocapDialog {
  private static final Pattern TURN =
      Pattern.compile(
          "\\[([^\\]]*?) - ([^\\]]*)\\]\\t((Ses\\w+)_([FM])\\w+)\\t(\\w+)\\t"
              + "\\[([^,\\]]*),([^,\\]]*),([^,\\]]*)\\]\\s*");
  private static final Pattern SAID =
      Pattern.compile("(Ses\\w+) \\[[\\d.]+\\s*-\\s*[\\d.]+\\]:(.*)");

  /** {@code xxx}: the annotators did not agree. */
  private static final Set<String> EMOTIONS =
      Set.of("ang", "hap", "exc", "sad", "neu", "fru", "fea", "sur", "dis", "oth", "xxx");

  private final Path folder;
  private final int session;
  private final Path evaluation;
  private final String name;

  /**
   * @param startMicros since the dialogue's start
   * @param speaker F or M
   * @param valence mean of the annotators, 1..5
   */
  record Turn(
      String name,
      String dialog,
      String speaker,
      long startMicros,
      long endMicros,
      String emotion,
      double valence,
      String text) {}

  /**
   * @param folder of the session
   */
  IemocapDialog(Path folder, int session, Path evaluation) {
    this.folder = folder;
    this.session = session;
    this.evaluation = evaluation;
    this.name = evaluation.getFileName().toString().replaceFirst("\\.txt$", "");
  }

  String name() {
    return name;
  }

  int session() {
    return session;
  }

  Path wav(Turn turn) {
    return folder.resolve("sentences/wav/" + name + "/" + turn.name() + ".wav");
  }

  /** In the order of the file; every turn has its words and its sound. */
  List<Turn> turns() throws IOException {
    Map<String, String> said = transcription();
    List<Turn> turns = new ArrayList<>();
    for (TextLine line : TextLine.read(evaluation, StandardCharsets.ISO_8859_1)) {
      if (line.text().startsWith("[") || line.text().contains("\tSes")) {
        Turn turn = turn(line, said);
        if (!Files.isRegularFile(wav(turn))) {
          throw line.error("there is no " + wav(turn));
        }
        turns.add(turn);
      }
    }
    return turns;
  }

  private static Turn turn(TextLine line, Map<String, String> said) throws IOException {
    Matcher turn = TURN.matcher(line.text());
    if (!turn.matches()) {
      throw line.error(
          "must be [START - END] TURN EMOTION [V, A, D], separated by tabs: was '"
              + line.text()
              + "'");
    }
    long start = Math.round(line.number("start", turn.group(1)) * 1e6);
    long end = Math.round(line.number("end", turn.group(2)) * 1e6);
    if (start < 0 || end <= start) {
      throw line.error("turn must end after its start and start at 0 or later");
    }
    if (!EMOTIONS.contains(turn.group(6))) {
      throw line.error("emotion must be one of " + EMOTIONS + ": was '" + turn.group(6) + "'");
    }
    String text = said.get(turn.group(3));
    if (text == null) {
      throw line.error("turn " + turn.group(3) + " is not in the dialogue's transcription");
    }
    double valence = line.number("valence", turn.group(7));
    return new Turn(
        turn.group(3), turn.group(4), turn.group(5), start, end, turn.group(6), valence, text);
  }

  /** Turn name to text; lines that name no turn are remarks. */
  private Map<String, String> transcription() throws IOException {
    Map<String, String> said = new HashMap<>();
    Path file = folder.resolve("dialog/transcriptions/" + name + ".txt");
    for (TextLine line : TextLine.read(file, StandardCharsets.ISO_8859_1)) {
      if (line.text().startsWith("Ses")) {
        Matcher turn = SAID.matcher(line.text());
        if (!turn.matches()) {
          throw line.error("must be TURN [START-END]: TEXT: was '" + line.text() + "'");
        }
        said.put(turn.group(1), turn.group(2).strip());
      }
    }
    return said;
  }
}
