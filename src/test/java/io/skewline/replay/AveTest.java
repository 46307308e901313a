// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.skewline.modality.Label;
import io.skewline.network.encoder.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AveTest {
  private static final int ROWS = 6;
  @TempDir Path root;

  @BeforeEach
  void make() throws Exception {
    Files.writeString(
        root.resolve("Annotations.txt"),
        """
        Category&VideoID&Quality&StartTime&EndTime
        Church bell&aaa&good&0&10
        Church bell&bbb&good&2&5
        Male speech, man speaking&ccc&good&0&0
        Male speech, man speaking&bbb&good&5&10
        Bark&ddd&good&0&10
        Bark&eee&good&0&10
        """);
    float[][][] audio = new float[ROWS][10][128];
    double[][][][][] video = new double[ROWS][10][7][7][512];
    long[][][] labels = new long[ROWS][10][29];
    int[][] events = {{0, 0, 10}, {0, 2, 5}, {1, 0, 0}, {1, 5, 10}, {2, 0, 10}, {2, 0, 10}};
    for (int row = 0; row < ROWS; row++) {
      for (int second = 0; second < 10; second++) {
        audio[row][second][row] = second + 1;
        for (int place = 0; place < 49; place++) {
          video[row][second][place / 7][place % 7][row] = place;
        }
        boolean event = second >= events[row][1] && second < events[row][2];
        labels[row][second][event ? events[row][0] : 28] = 1;
      }
    }
    put("audio_feature.h5", "avadataset", audio);
    put("visual_feature.h5", "avadataset", video);
    put("labels.h5", "avadataset", labels);
    put("train_order.h5", "order", new long[] {4, 0, 2});
    put("val_order.h5", "order", new long[] {3});
    put("test_order.h5", "order", new long[] {5, 1});
  }

  private void put(String file, String dataset, Object data) {
    try (WritableHdfFile out = HdfFile.write(root.resolve(file))) {
      out.putDataset(dataset, data);
    }
  }

  @Test
  void shouldReadASecondPerFrame() throws Exception {
    List<Item> items = Played.items(Played.open(root, false));
    assertThat(items).hasSize(ROWS).allMatch(i -> i.frames().size() == 20);
    Item bell =
        items.stream().filter(i -> i.stream().value().equals("bbb-0001")).findFirst().orElseThrow();
    assertThat(bell.labels().stream().map(l -> l.className().orElseThrow()))
        .startsWith("background", "background", "Church bell", "Church bell", "Church bell")
        .endsWith("background");
    assertThat(bell.labels()).allMatch(l -> l.split().equals("val") && l.group().equals("bbb"));
    float[] audio = ((Signal.Row) bell.frames().get(2 * 3).signal()).values();
    float[] video = ((Signal.Row) bell.frames().get(2 * 3 + 1).signal()).values();
    assertThat(audio[1]).isEqualTo(4);
    assertThat(video[1]).as("mean over 0..48").isEqualTo(24f);
    assertThat(video[0]).isZero();
    assertThat(bell.frames().get(6).offsetMicros() - bell.startMicros()).isEqualTo(3_000_000);
  }

  @Test
  void shouldCloseItsFiles() throws Exception {
    try (Dataset dataset = Played.open(root, false)) {
      assertThat(Played.items(dataset)).hasSize(ROWS);
      assertThat(Played.openBelow(root)).as("labels and features").hasSize(3);
    }
    put("audio_feature.h5", "avadataset", new float[ROWS][10][64]);
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("audio_feature.h5");
    assertThat(Played.openBelow(root)).isEmpty();
  }

  @Test
  void shouldReportTheTestSetOnly() throws Exception {
    List<Label> labels = Played.labels(Played.open(root, false));
    assertThat(labels.stream().filter(l -> l.split().equals("val")).map(Label::stream).distinct())
        .hasSize(2);
    assertThat(labels.stream().filter(l -> l.split().equals("train"))).hasSize(40);
  }

  @Test
  void shouldEncode(@TempDir Path work) throws Exception {
    assertThat(Played.frames(Played.open(root, false), work)).hasSize(ROWS * 20);
  }

  @Test
  void shouldRefuseAnIndexOutside() {
    put("test_order.h5", "order", new long[] {5, 6});
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("test_order.h5:order")
        .hasMessageContaining("index 6 at 1 is not 0..5");
  }

  @Test
  void shouldRefuseAWrongShape() {
    put("audio_feature.h5", "avadataset", new float[ROWS][10][64]);
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("audio_feature.h5:avadataset")
        .hasMessageContaining("shape is (6, 10, 64), not (6, 10, 128)");
    put("audio_feature.h5", "features", new float[ROWS][10][128]);
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("avadataset: is absent");
  }

  @Test
  void shouldRefuseLabelsThatContradict() {
    long[][][] labels = new long[ROWS][10][29];
    put("labels.h5", "avadataset", labels);
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("labels.h5:avadataset")
        .hasMessageContaining("second 0 has no class");
    for (long[][] row : labels) {
      for (long[] second : row) {
        second[7] = 1;
      }
    }
    put("labels.h5", "avadataset", labels);
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("second 0 is of column 7")
        .hasMessageContaining("Annotations.txt:");
  }

  @Test
  void shouldRefuseABadAnnotation() throws Exception {
    Path file = root.resolve("Annotations.txt");
    String good = Files.readString(file);
    Files.writeString(file, good.replace("ccc&good&0&0", "ccc&good&0&soon"));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("Annotations.txt:4: EndTime must be a number");
    Files.writeString(file, good.replace("ccc&good&0&0", "ccc&good&0"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("Annotations.txt:4: must be");
    Files.writeString(file, good + "Bark&fff&good&0&10\n");
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("shape is (6, 10, 29), not (7, 10, 29)");
  }

  @Test
  void shouldRefuseNumbersThatAreNone() {
    float[][][] audio = new float[ROWS][10][128];
    audio[3][4][5] = Float.NaN;
    put("audio_feature.h5", "avadataset", audio);
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("audio_feature.h5:avadataset: row 3 holds NaN");
  }

  @Test
  void shouldRefuseAFileThatIsCut() throws Exception {
    Path file = root.resolve("visual_feature.h5");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 20, 500, whole.length / 2}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(Played.reading(root)).hasMessageContaining("visual_feature.h5:");
    }
  }
}
