// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeterTableTest {
  private static final Path PAGE = Path.of("docs/METRICS.md");

  @Test
  void shouldWriteDownEveryMeterAndTagAsRegistered() throws IOException {
    String meters = MeterTable.meters();
    String tags = MeterTable.tags();
    if (Boolean.getBoolean("updateDocs")) {
      String page = with(Files.readString(PAGE), "meters", meters);
      Files.writeString(PAGE, with(page, "tags", tags));
    }
    String page = Files.readString(PAGE);
    assertThat(page).isEqualTo(with(with(page, "meters", meters), "tags", tags));
    assertThat(page).contains(meters).contains(tags);
  }

  private static String with(String page, String part, String table) {
    String begin = "<!-- " + part + " -->\n";
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf("<!-- /" + part + " -->");
    return page.substring(0, from) + table + page.substring(to);
  }
}
