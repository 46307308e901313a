// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ValueTarget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IemocapTest {
  private static final List<String> EMOTIONS = List.of("neu", "exc", "fru", "sad", "ang", "hap");

  @TempDir Path root;
  private Path evaluation;
  private Path transcription;
  private Path wav;

  @BeforeEach
  void make() throws Exception {
    for (int session = 1; session <= 3; session++) {
      dialog(session, "Ses0" + session + "F_impro01");
    }
    evaluation = root.resolve("Session2/dialog/EmoEvaluation/Ses02F_impro01.txt");
    transcription = root.resolve("Session2/dialog/transcriptions/Ses02F_impro01.txt");
    wav = root.resolve("Session2/sentences/wav/Ses02F_impro01/Ses02F_impro01_M001.wav");
    // What the release has beside the dialogues.
    Files.createDirectories(root.resolve("Session1/dialog/EmoEvaluation/Categorical"));
    Files.writeString(root.resolve("Session1/dialog/EmoEvaluation/._Ses01F_impro01.txt"), "x");
  }

  private void dialog(int session, String name) throws Exception {
    Path dialog = Files.createDirectories(root.resolve("Session" + session + "/dialog"));
    StringBuilder agreed =
        new StringBuilder("% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n");
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < EMOTIONS.size(); i++) {
      String turn = name + "_" + (i % 2 == 0 ? "F" : "M") + "%03d".formatted(i);
      // They speak at once: a turn begins before the one before it ends.
      agreed.append(
          "[%d.2500 - %d.7500]\t%s\t%s\t[%d.5000, 2.0000, 3.0000]\n"
              .formatted(i, i + 1, turn, EMOTIONS.get(i), 1 + i % 4));
      agreed.append("C-E2:\tNeutral;\t()\nC-F1:\tNeutral;\t(curious)\n");
      agreed.append("A-E3:\tval 3; act 2; dom  2;\t()\n\n");
      said.append("%s [%03d.2500-%03d.7500]: Words of %s.\n".formatted(turn, i, i + 1, turn));
      wav(root.resolve("Session%d/sentences/wav/%s/%s.wav".formatted(session, name, turn)), i);
    }
    said.append("M: [BREATHING]\n").append(name).append("_MXX0 [010.0-011.0]: Unrated.\n");
    write(dialog.resolve("EmoEvaluation/" + name + ".txt"), agreed.toString());
    write(dialog.resolve("transcriptions/" + name + ".txt"), said.toString());
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void wav(Path file, int pitch) throws Exception {
    int samples = 1600;
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) 1).putInt(16000).putInt(32000);
    out.putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      out.putShort((short) (8000 * Math.sin(i * 0.05 * (pitch + 1))));
    }
    Files.createDirectories(file.getParent());
    Files.write(file, out.array());
  }

  @Test
  void shouldReadTheFourClasses() throws Exception {
    Dataset dataset = Played.open(root, false);
    List<Label> labels = Played.labels(dataset);
    assertThat(((Iemocap) dataset).skipped()).isEqualTo(3);
    assertThat(labels).hasSize(15);
    assertThat(labels.stream().map(l -> l.className().orElseThrow()).distinct())
        .containsExactlyInAnyOrder("neu", "hap", "sad", "ang");
    assertThat(labels.stream().filter(l -> l.split().equals("val")).map(Label::group).distinct())
        .containsExactly("session-3");
    assertThat(labels.stream().map(l -> l.stream().value()))
        .contains("Ses01F_impro01-F", "Ses01F_impro01-M");
  }

  @Test
  void shouldReadValenceOfEveryTurn() throws Exception {
    List<Label> labels = Played.labels(Played.open(root, true));
    assertThat(labels).hasSize(18);
    assertThat(labels.get(0).target()).isEqualTo(new ValueTarget(1.5));
  }

  @Test
  void shouldEncodeTurnsForAsLongAsTheyLast(@TempDir Path work) throws Exception {
    var frames = Played.frames(Played.open(root, false), work);
    assertThat(frames).hasSize(2 * 15);
    assertThat(frames).allMatch(f -> f.durationMicros() == 1_500_000);
  }

  @ParameterizedTest
  @CsvSource({
    "neu, bad, emotion must be one of",
    "[1.2500 -, [one -, start must be a number",
    "- 2.7500], - 0.5], end after its start",
    "[0.2500 - 1.7500]\tSes, [0.2500 1.7500]\tSes, must be [START - END]",
    "_M001\t, _M009\t, not in the dialogue's transcription",
    "[2.5000, [NaN, valence must be finite",
  })
  void shouldRefuseABadEvaluation(String part, String bad, String error) throws Exception {
    String text = Files.readString(evaluation);
    assertThat(text).contains(part);
    Files.writeString(evaluation, text.replace(part, bad));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("Ses02F_impro01.txt:")
        .hasMessageContaining(error);
  }

  @Test
  void shouldRefuseABadTranscription() throws Exception {
    Files.writeString(
        transcription, Files.readString(transcription).replace("F002 [002", "F002 {002"));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("transcriptions")
        .hasMessageContaining("Ses02F_impro01.txt:3: must be TURN");
    Files.delete(transcription);
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("no such file");
  }

  @Test
  void shouldRefuseSoundThatIsMissingOrCut() throws Exception {
    byte[] whole = Files.readAllBytes(wav);
    Files.write(wav, java.util.Arrays.copyOf(whole, 600));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining(wav.toString())
        .hasMessageContaining("cut off");
    whole[24] = 1;
    Files.write(wav, whole);
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("samples per second");
    Files.delete(wav);
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("Ses02F_impro01.txt:")
        .hasMessageContaining("there is no " + wav);
  }
}
