// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FrameLayers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all followers would refuse is not published; no broker is asked for that. */
class PublisherTrustTest {
  private static final Bundle BUNDLE = TestModels.bundle(3, "", 200);

  @TempDir private Path dir;
  private TestKeys ours;
  private TestKeys theirs;

  @BeforeEach
  void makeKeys() throws Exception {
    ours = TestKeys.in(dir, "ours");
    theirs = TestKeys.in(dir, "theirs");
  }

  private ModelPublisher publisher(Optional<Path> signKey) {
    Properties client = new Properties();
    client.put("bootstrap.servers", "127.0.0.1:1");
    client.put("max.block.ms", "1");
    return new ModelPublisher(
        new ModelSettings("m", 1_000)
            .over(new ModelTransport(Optional.empty(), dir, Optional.of(ours.open()), signKey)),
        TestCodecs.parts(),
        TestCodecs.activations(),
        client);
  }

  @Test
  void shouldNotPublishUnsigned() {
    try (ModelPublisher publisher = publisher(Optional.empty())) {
      assertThatThrownBy(() -> publisher.publish(BUNDLE, Role.ACTIVE, "better"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("model version 3 (" + BUNDLE.hash() + ") is not published")
          .hasMessageContaining("not signed; models.trust wants one of [ours]");
      assertThatThrownBy(publisher::requireTrusted)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("models.signKey is not set")
          .hasMessageContaining("[ours]");
    }
  }

  @Test
  void shouldNotPublishWhatAnotherSigned() {
    try (ModelPublisher publisher = publisher(Optional.of(theirs.secret()))) {
      assertThatThrownBy(() -> publisher.publish(BUNDLE, Role.CANDIDATE, "better"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("what 'theirs-secret' signed is not signed with one of [ours]");
      assertThatThrownBy(publisher::requireTrusted)
          .hasMessageStartingWith("models.signKey " + theirs.secret() + " is not trusted");
    }
  }

  @Test
  void shouldNotReactivateWhatNobodySigned() {
    try (ModelPublisher publisher = publisher(Optional.of(ours.secret()))) {
      assertThatThrownBy(
              () ->
                  publisher.reactivate(
                      new Activation(Role.ACTIVE, BUNDLE.hash(), 3, 200, FrameLayers.ALL, "better"),
                      Role.ACTIVE,
                      "back"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not signed");
    }
  }

  @Test
  void shouldBeginWithAKeyThatIsTrusted() {
    try (ModelPublisher publisher = publisher(Optional.of(ours.secret()))) {
      assertThatCode(publisher::requireTrusted).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldNameTheKeyThatIsMissing() {
    assertThatThrownBy(() -> publisher(Optional.of(dir.resolve("nowhere.pem"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "models.signKey: there is no key to sign with at " + dir.resolve("nowhere.pem"));
  }
}
