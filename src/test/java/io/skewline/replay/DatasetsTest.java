// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {
  @ParameterizedTest
  @CsvSource({"av-digits,5000", "grid-av,320", "mosi,1721", "text-text,4000"})
  void shouldReadRealSets(String name, int count) throws Exception {
    Dataset dataset = TestData.require(name);
    long last = 0;
    int items = 0;
    for (var it = dataset.items(); it.hasNext(); items++) {
      Item item = it.next();
      assertThat(item.startMicros()).isGreaterThanOrEqualTo(last);
      last = item.startMicros();
      if (items % 500 == 0) {
        item.frames().forEach(f -> dataset.features(f.modality()).of(f.signal()));
      }
    }
    assertThat(items).isEqualTo(count);
  }

  @Test
  void shouldSkipAndCountUtterancesWithoutSentiment() throws Exception {
    TestData.require("mosi");
    assertThat(new Mosi(TestData.root().resolve("mosi"), true).skipped()).isEqualTo(3);
  }

  @Test
  void shouldNamePathAndLine(@TempDir Path root) throws Exception {
    Path folder = Files.createDirectories(root.resolve("av-digits"));
    Files.writeString(
        folder.resolve("manifest.csv"),
        "id,label,wav,png,speaker,split\na,1,a.wav,a.png,x,train\nb,2,b.wav,b.png,x,test\n");
    assertThatThrownBy(
            () ->
                Datasets.open(
                    DatasetFormat.of(folder), folder, List.of(), Datasets.Options.defaults()))
        .hasMessageContaining("manifest.csv:3")
        .hasMessageContaining("train or val");
  }
}
