// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFormatTest {
  @TempDir Path folder;

  @Test
  void shouldTellAFolderByWhatLiesInIt() throws Exception {
    assertThatThrownBy(() -> DatasetFormat.of(folder))
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("hateful-memes (train.jsonl)")
        .hasMessageContaining("--format");
    Files.createFile(folder.resolve("CMU_MOSI_COVAREP.csd"));
    assertThat(DatasetFormat.of(folder)).isEqualTo(DatasetFormat.CSD);
    Files.createDirectory(folder.resolve("Session3"));
    assertThatThrownBy(() -> DatasetFormat.of(folder))
        .hasMessageContaining("could be any of iemocap (Session[1-5]), csd (*.csd)");
  }

  @Test
  void shouldListTheNamesThereAre() {
    assertThat(DatasetFormat.named("iemocap")).isEqualTo(DatasetFormat.IEMOCAP);
    assertThatThrownBy(() -> DatasetFormat.named("mosei"))
        .hasMessageContaining(DatasetFormat.names().toString())
        .hasMessageContaining("was 'mosei'");
  }
}
