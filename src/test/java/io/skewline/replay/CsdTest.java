// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.skewline.modality.Label;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.Modality;
import io.skewline.network.encoder.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsdTest {
  private static final List<String> VIDEOS = List.of("2iD-tVS8NPw", "8d-gEyoeBzc", "_dI-5x", "x9");
  @TempDir Path root;

  private record Part(Object features, Object intervals) {}

  @BeforeEach
  void make() {
    Map<String, Part> words = new LinkedHashMap<>();
    Map<String, Part> sound = new LinkedHashMap<>();
    Map<String, Part> labels = new LinkedHashMap<>();
    for (int v = 0; v < VIDEOS.size(); v++) {
      words.put(VIDEOS.get(v), rows(5, 6, 0.8f, v));
      sound.put(VIDEOS.get(v), rows(40, 4, 0.1f, v));
      labels.put(
          VIDEOS.get(v),
          new Part(
              new float[][] {{-1.5f, 0}, {2.25f, 1}}, new double[][] {{0.5, 1.75}, {1.75, 3.5}}));
    }
    ((float[][]) sound.get("x9").features())[0][1] = Float.NEGATIVE_INFINITY;
    words.remove("_dI-5x");
    put("CMU_MOSI_TimestampedWordVectors.csd", words);
    put("CMU_MOSI_COVAREP.csd", sound);
    put("CMU_MOSI_Opinion_Labels.csd", labels);
  }

  private static Part rows(int count, int width, float step, int value) {
    float[][] features = new float[count][width];
    float[][] intervals = new float[count][2];
    for (int i = 0; i < count; i++) {
      java.util.Arrays.fill(features[i], value + i);
      intervals[i] = new float[] {i * step, (i + 1) * step};
    }
    return new Part(features, intervals);
  }

  private void put(String file, Map<String, Part> parts) {
    try (WritableHdfFile out = HdfFile.write(root.resolve(file))) {
      WritableGroup top = out.putGroup(file.replace(".csd", ""));
      WritableGroup data = top.putGroup("data");
      parts.forEach(
          (id, part) -> {
            WritableGroup group = data.putGroup(id);
            group.putDataset("features", part.features());
            group.putDataset("intervals", part.intervals());
          });
      top.putGroup("metadata").putDataset("version", new String[] {"1.0"});
    }
  }

  private void putSound(Part part) {
    Map<String, Part> sound = new LinkedHashMap<>();
    VIDEOS.forEach(v -> sound.put(v, rows(40, 4, 0.1f, 0)));
    sound.put("x9", part);
    put("CMU_MOSI_COVAREP.csd", sound);
  }

  @Test
  void shouldKeepTheIntervalsOfTheRows() throws Exception {
    Dataset dataset = Played.open(root, true);
    assertThat(dataset.modalities()).containsExactly(new Modality("audio"), new Modality("text"));
    List<Item> items = Played.items(dataset);
    assertThat(items.stream().map(i -> i.stream().value()))
        .containsExactlyInAnyOrderElementsOf(VIDEOS);
    for (Item item : items) {
      boolean silent = item.stream().value().equals("_dI-5x");
      assertThat(item.frames()).hasSize(silent ? 40 : 45);
      RawFrame second =
          item.frames().stream()
              .filter(f -> f.durationMicros() == 100_000)
              .skip(7)
              .findFirst()
              .get();
      assertThat(second.offsetMicros() - item.startMicros()).isEqualTo(700_000);
      Label label = item.labels().get(1);
      assertThat(label.startMicros() - item.startMicros()).isEqualTo(1_750_000);
      assertThat(label.endMicros() - item.startMicros()).isEqualTo(3_500_000);
      assertThat(label.target()).isEqualTo(new ValueTarget(2.25));
    }
    Item x9 = items.stream().filter(i -> i.stream().value().equals("x9")).findFirst().orElseThrow();
    assertThat(x9.frames().stream().map(f -> ((Signal.Row) f.signal()).values()[1])).contains(0f);
  }

  @Test
  void shouldCloseItsFiles() throws Exception {
    try (Dataset dataset = Played.open(root, true)) {
      assertThat(Played.items(dataset)).hasSize(VIDEOS.size());
      assertThat(Played.openBelow(root)).hasSize(3);
    }
    putSound(new Part(new float[40][5], new float[40][2]));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("shape is (40, 5)");
    assertThat(Played.openBelow(root)).isEmpty();
  }

  @Test
  void shouldJoinTheNumberedSegmentsOfAVideo() throws Exception {
    Map<String, Part> labels = new LinkedHashMap<>();
    labels.put("x9[0]", new Part(new double[][] {{-1}}, new double[][] {{0, 1}}));
    labels.put("x9[1]", new Part(new double[][] {{0}}, new double[][] {{1, 2}}));
    put("CMU_MOSI_Opinion_Labels.csd", labels);
    List<Item> items = Played.items(Played.open(root, false));
    assertThat(items).hasSize(1);
    assertThat(items.get(0).labels().stream().map(l -> l.className().orElseThrow()))
        .containsExactly("neg", "pos");
  }

  @Test
  void shouldFollowTheFoldsThatAreGiven() throws Exception {
    Path folds = root.resolve("folds.txt");
    String text = "2iD-tVS8NPw train\n8d-gEyoeBzc test\n_dI-5x valid\nx9 test\n";
    Files.writeString(folds, text);
    List<Label> labels = Played.labels(Played.open(root, false));
    assertThat(
            labels.stream()
                .filter(l -> l.split().equals("val"))
                .map(l -> l.stream().value())
                .distinct())
        .containsExactlyInAnyOrder("8d-gEyoeBzc", "x9");
    Files.writeString(folds, text.replace("x9 test", "x9 dev"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("folds.txt:4: must be VIDEO");
    Files.writeString(folds, text.replace("x9 test", ""));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("video x9 is in no fold");
  }

  @Test
  void shouldEncode(@TempDir Path work) throws Exception {
    assertThat(Played.frames(Played.open(root, true), work)).hasSize(4 * 40 + 3 * 5);
  }

  @Test
  void shouldRefuseWrongShapes() {
    putSound(new Part(new float[40][5], new float[40][2]));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("CMU_MOSI_COVAREP.csd:CMU_MOSI_COVAREP/data/x9/features")
        .hasMessageContaining("shape is (40, 5), not (n, 4)");
    putSound(new Part(new float[40][4], new float[39][2]));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("x9/intervals: shape is (39, 2), not (40, 2)");
    putSound(new Part(new String[] {"a"}, new float[1][2]));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("x9/features: ");
  }

  @Test
  void shouldRefuseTimesThatAreNone() {
    float[][] times = new float[40][2];
    times[7] = new float[] {2, 1};
    putSound(new Part(new float[40][4], times));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("x9/intervals: row 7 ends at 1.0, before its start");
    times[7] = new float[] {Float.NaN, 1};
    putSound(new Part(new float[40][4], times));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("x9/intervals: row 7 holds NaN, not seconds");
  }

  @Test
  void shouldRefuseASentimentOutside() {
    put(
        "CMU_MOSI_Opinion_Labels.csd",
        Map.of("x9", new Part(new double[][] {{4}}, new double[][] {{0, 1}})));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("Labels.csd:CMU_MOSI_Opinion_Labels/data/x9")
        .hasMessageContaining("sentiment must be -3..3: was 4.0");
  }

  @Test
  void shouldRefuseFilesThatDoNotTellWhatTheyHold() throws Exception {
    Path covarep = root.resolve("CMU_MOSI_COVAREP.csd");
    Files.copy(covarep, root.resolve("CMU_MOSI_openSMILE_IS09.csd"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("two files of audio");
    Files.move(root.resolve("CMU_MOSI_openSMILE_IS09.csd"), root.resolve("other.csd"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("other.csd: what it holds");
    Files.delete(root.resolve("other.csd"));
    Files.delete(root.resolve("CMU_MOSI_Opinion_Labels.csd"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("*Labels.csd");
  }

  @Test
  void shouldRefuseAFileThatIsCut() throws Exception {
    Path file = root.resolve("CMU_MOSI_COVAREP.csd");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 20, 300, whole.length / 2}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(Played.reading(root)).hasMessageContaining("CMU_MOSI_COVAREP.csd:");
    }
  }
}
