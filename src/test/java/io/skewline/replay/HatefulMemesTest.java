// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.network.encoder.Signal;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HatefulMemesTest {
  @TempDir Path root;

  @BeforeEach
  void make() throws Exception {
    Files.createDirectory(root.resolve("img"));
    StringBuilder train = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String image = "img/%05d.%s".formatted(i, i == 3 ? "jpg" : "png");
      picture(root.resolve(image), 50 + 13 * i, i == 0 ? 9 : 40 + i);
      train.append(line(i, image, "\"label\":" + i % 2 + ","));
    }
    Files.writeString(root.resolve("train.jsonl"), train);
    Files.writeString(
        root.resolve("dev_seen.jsonl"),
        line(100, "img/00001.png", "\"label\":1,") + line(101, "img/00002.png", "\"label\":0,"));
    Files.writeString(root.resolve("test_seen.jsonl"), line(200, "img/00004.png", ""));
  }

  private static String line(int id, String image, String label) {
    return "{\"id\":%d,\"img\":\"%s\",%s\"text\":\"words of meme %d\"}\n"
        .formatted(id, image, label, id);
  }

  /** Left half red, right half blue. */
  private static void picture(Path file, int width, int height) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.RED);
    g.fillRect(0, 0, width / 2, height);
    g.setColor(Color.BLUE);
    g.fillRect(width / 2, 0, width - width / 2, height);
    g.dispose();
    String name = file.getFileName().toString();
    assertThat(ImageIO.write(image, name.substring(name.length() - 3), file.toFile())).isTrue();
  }

  @Test
  void shouldReadPicturesOfAnySize() throws Exception {
    List<Item> items = Played.items(Played.open(root, false));
    assertThat(items).hasSize(22);
    for (Item item : items) {
      Signal.Image image = (Signal.Image) item.frames().get(0).signal();
      assertThat(image.tiles()).hasSize(3);
      assertThat(image.tiles().get(0)[0]).as("red, left").isEqualTo(1f, within(0.1f));
      assertThat(image.tiles().get(0)[31]).as("red, right").isEqualTo(0f, within(0.1f));
      assertThat(image.tiles().get(1)[5]).as("green").isEqualTo(0f, within(0.1f));
      assertThat(image.tiles().get(2)[31]).as("blue, right").isEqualTo(1f, within(0.1f));
    }
    var labels = Played.labels(Played.open(root, false));
    assertThat(labels.stream().filter(l -> l.split().equals("val"))).hasSize(2);
    assertThat(labels.get(0).className()).contains("not-hateful");
    assertThat(labels.get(1).className()).contains("hateful");
  }

  @Test
  void shouldTakeTheFirstEditionsDevSet() throws Exception {
    Files.move(root.resolve("dev_seen.jsonl"), root.resolve("dev.jsonl"));
    assertThat(Played.items(Played.open(root, false))).hasSize(22);
    Files.delete(root.resolve("dev.jsonl"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("dev.jsonl: there is no");
  }

  @Test
  void shouldEncode(@TempDir Path work) throws Exception {
    assertThat(Played.frames(Played.open(root, false), work)).hasSize(44);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"label\":1,|\"label\":2,|label must be 0 or 1: was 2",
        "\"label\":1,||label must be 0 or 1: was absent",
        "\"text\"|\"txt\"|has no text 'text'",
        "\"img\"|\"image\"|has no text 'img'",
        "img/00001.png|img/77777.png|there is no",
        "{|[|is not JSON",
      })
  void shouldRefuseABadLine(String part, String bad, String error) throws Exception {
    Path file = root.resolve("dev_seen.jsonl");
    String text = Files.readString(file);
    Files.writeString(file, text.replace(part, bad == null ? "" : bad));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("dev_seen.jsonl:1: ")
        .hasMessageContaining(error);
  }

  @Test
  void shouldRefuseAPictureThatIsCut() throws Exception {
    for (String name : List.of("00003.jpg", "00005.png")) {
      Path file = root.resolve("img/" + name);
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {0, 10, 60}) {
        Files.write(file, java.util.Arrays.copyOf(whole, length));
        assertThatThrownBy(Played.reading(root)).hasMessageContaining(name);
      }
      Files.write(file, whole);
    }
  }
}
