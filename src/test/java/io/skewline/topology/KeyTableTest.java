// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  private static final Path PAGE = Path.of("docs/TOPOLOGY-FILE.md");
  private static final String BEGIN = "<!-- keys -->\n";
  private static final String END = "<!-- /keys -->";

  @Test
  void shouldWriteDownEveryKeyAsTheReaderHasIt() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if (Boolean.getBoolean("updateDocs")) {
      page = page.substring(0, from) + Keys.table() + page.substring(to);
      Files.writeString(PAGE, page);
      to = page.indexOf(END);
    }
    assertThat(page.substring(from, to)).isEqualTo(Keys.table());
  }

  @Test
  void shouldNameEachKeyOnceAndParseItsDefault() {
    assertThat(Keys.ALL.stream().map(Key::path)).doesNotHaveDuplicates();
    for (Key<?> key : Keys.ALL) {
      if (key.presence() == Key.Presence.DEFAULTED) {
        assertThat(key.kind().parse(new Node.Scalar("default", key.standard()))).isNotNull();
      }
    }
  }
}
