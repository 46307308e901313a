// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir private Path dir;

  private Optional<String> load(String owner) throws IOException {
    try (Checkpoint checkpoint = new Checkpoint(dir)) {
      return checkpoint.load(owner, from -> from.readUTF());
    }
  }

  private void save(String owner, String state) throws IOException {
    try (Checkpoint checkpoint = new Checkpoint(dir)) {
      checkpoint.save(owner, to -> to.writeUTF(state));
    }
  }

  @Test
  void shouldGiveBackTheNewest() throws IOException {
    assertThat(load("we")).isEmpty();
    save("we", "first");
    save("we", "second");
    assertThat(load("we")).contains("second");
    assertThat(load("we")).as("reading changes nothing").contains("second");
  }

  @Test
  void shouldKeepTheOldOneWhereANewOneWasNotFinished() throws IOException {
    save("we", "first");
    try (Checkpoint checkpoint = new Checkpoint(dir)) {
      assertThatThrownBy(
              () ->
                  checkpoint.save(
                      "we",
                      to -> {
                        to.writeUTF("half");
                        throw new IOException("disk is full");
                      }))
          .hasMessage("disk is full");
    }
    assertThat(load("we")).contains("first");
  }

  @Test
  void shouldSetAsideWhateverIsBroken() throws IOException {
    save("we", "state");
    byte[] whole = Files.readAllBytes(dir.resolve("checkpoint"));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      assertSetAside(flipped);
      assertSetAside(Arrays.copyOf(whole, i));
    }
    assertSetAside(Arrays.copyOf(whole, whole.length + 1));
  }

  private void assertSetAside(byte[] broken) throws IOException {
    Files.write(dir.resolve("checkpoint"), broken);
    assertThat(load("we")).isEmpty();
    assertThat(dir.resolve("checkpoint")).doesNotExist();
    assertThat(dir.resolve("set-aside")).hasBinaryContent(broken);
  }

  @Test
  void shouldSetAsideWhatIsOfAnother() throws IOException {
    save("they", "state");
    assertThat(load("we")).isEmpty();
    assertThat(dir.resolve("set-aside")).exists();
  }

  @Test
  void shouldHaveOneOwnerAtATime() throws IOException {
    try (Checkpoint first = new Checkpoint(dir)) {
      assertThatThrownBy(() -> new Checkpoint(dir)).hasMessageContaining("another trainer");
      first.save("we", to -> to.writeUTF("state"));
    }
    assertThat(load("we")).contains("state");
  }
}
