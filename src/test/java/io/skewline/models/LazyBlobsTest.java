// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LazyBlobsTest {
  @TempDir private Path dir;

  @Test
  void shouldMissNothingUntilSomethingIsFetched() {
    try (LazyBlobs blobs =
        new LazyBlobs(
            () -> {
              throw new IllegalStateException("needs a key");
            })) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> blobs.get("a", 1))
            .isInstanceOf(AwayException.class)
            .hasMessage("needs a key");
      }
    }
  }

  @Test
  void shouldBeTheFolder() throws Exception {
    try (LazyBlobs blobs = new LazyBlobs(() -> new FileBlobs(dir))) {
      blobs.put("a", new byte[] {1});
      assertThat(blobs.get("a", 1)).hasValue(new byte[] {1});
    }
  }
}
