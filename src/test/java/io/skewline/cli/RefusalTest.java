// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a file says is not its path alone. */
class RefusalTest {
  @Test
  void shouldSayWhatIsWrongWithAFile() {
    assertThat(Refusal.of(thrown(Path.of("no", "such"))))
        .hasValue("no/such: there is no such file or folder");
    assertThat(Refusal.of(new UncheckedIOException(new AccessDeniedException("/e/model"))))
        .hasValue("/e/model: permission denied");
  }

  @Test
  void shouldLeaveAReasonAsItIs() {
    assertThat(Refusal.of(new FileSystemException("a", null, "No space left on device"))).isEmpty();
  }

  private static IOException thrown(Path path) {
    try {
      Files.readString(path);
      throw new AssertionError("it is there: " + path);
    } catch (IOException e) {
      return e;
    }
  }
}
