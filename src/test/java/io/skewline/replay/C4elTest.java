// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.network.encoder.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class C4elTest {
  private static final List<String> TOPICS = List.of("law", "health");
  @TempDir Path root;

  @BeforeEach
  void make() throws Exception {
    StringBuilder mixed = new StringBuilder("[\n");
    StringBuilder english = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      mixed.append(i > 0 ? ",\n" : "").append(entry(i, "ad hoc " + i, true));
      if (i % 3 != 1) {
        english.append(entry(i, "for this " + i, false)).append("\n");
      }
    }
    Files.createDirectory(root.resolve("LE"));
    Files.createDirectory(root.resolve("EN"));
    Files.writeString(root.resolve("LE/C4.EN_Latin_phrases_1.json"), mixed + "\n]\n");
    Files.writeString(
        root.resolve("LE/C4.EN_Latin_phrases_2.json"), "[" + entry(30, "de facto", true) + "]");
    Files.writeString(
        root.resolve("EN/en_text.json"), english + entry(30, "in fact", false) + "\n");
  }

  private static String entry(int i, String text, boolean topic) {
    return "{\"text\":\"%s\",\"timestamp\":\"2019-04-25\",%s\"url\":\"page/%d\"}"
        .formatted(text, topic ? "\"topic\":\"" + TOPICS.get(i % 2) + "\"," : "", i);
  }

  @Test
  void shouldPairEntriesByTheirAddress() throws Exception {
    List<Item> items = Played.items(Played.open(root, false));
    assertThat(items).hasSize(21);
    assertThat(text(items.get(1), 0)).isEqualTo("ad hoc 2");
    assertThat(text(items.get(1), 1)).isEqualTo("for this 2");
    assertThat(text(items.get(20), 0)).isEqualTo("de facto");
    assertThat(items.get(1).labels().get(0).className()).contains("law");
    assertThat(items.stream().filter(i -> i.labels().get(0).split().equals("val"))).hasSize(3);
  }

  private static String text(Item item, int side) {
    return ((Signal.Text) item.frames().get(side).signal()).text();
  }

  @Test
  void shouldEncode(@TempDir Path work) throws Exception {
    assertThat(Played.frames(Played.open(root, false), work)).hasSize(42);
  }

  @Test
  void shouldRefuseAPairWithoutTopic() throws Exception {
    Path file = root.resolve("LE/C4.EN_Latin_phrases_2.json");
    Files.writeString(file, Files.readString(file).replace("topic", "theme"));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("en_text.json:")
        .hasMessageContaining("has no 'topic'");
  }

  @Test
  void shouldRefuseAnEntryWithoutPartner() throws Exception {
    Path file = root.resolve("EN/en_text.json");
    Files.writeString(file, Files.readString(file).replace("page/11\"", "page/99\""));
    assertThatThrownBy(Played.reading(root))
        .hasMessageContaining("en_text.json:8: no entry of")
        .hasMessageContaining("LE");
  }

  @Test
  void shouldRefuseWhatIsNoJson() throws Exception {
    Path file = root.resolve("LE/C4.EN_Latin_phrases_1.json");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, 300));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("C4.EN_Latin_phrases_1.json:");
    Files.writeString(file, text.replace("\"ad hoc 5\"", "ad hoc 5"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("C4.EN_Latin_phrases_1.json:7");
    Files.writeString(file, "[1, 2]");
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("must be a JSON object");
    // What is in the place of a file that was not fetched from the large-file store.
    Files.writeString(file, "version https://git-lfs\noid sha256:b4\nsize 535\n");
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("C4.EN_Latin_phrases_1.json:1");
    Files.delete(file);
    Files.delete(root.resolve("LE/C4.EN_Latin_phrases_2.json"));
    assertThatThrownBy(Played.reading(root)).hasMessageContaining("holds no *.json");
  }
}
