// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedKeysTest {
  /** The first pair of keys of RFC 8032, section 7.1, as {@code openssl} writes keys. */
  private static final String SECRET =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
      -----END PRIVATE KEY-----
      """;

  private static final String OPEN =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
      -----END PUBLIC KEY-----
      """;

  private static final Bundle BUNDLE = TestModels.bundle(3, "", 200);

  @TempDir private Path dir;
  private TestKeys ours;
  private TestKeys theirs;

  @BeforeEach
  void makeKeys() throws Exception {
    ours = TestKeys.in(dir, "ours");
    theirs = TestKeys.in(dir, "theirs");
  }

  private static void accepts(TrustedKeys trusted, BundleSignature signature) {
    assertThatCode(() -> trusted.require(signature, BUNDLE.hash(), 200)).doesNotThrowAnyException();
  }

  private static void refuses(TrustedKeys trusted, BundleSignature signature, String message) {
    assertThatThrownBy(() -> trusted.require(signature, BUNDLE.hash(), 200))
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNTRUSTED))
        .hasMessageContaining(message);
  }

  @Test
  void shouldTakeAllWhereNobodyIsNamed() throws Exception {
    accepts(TrustedKeys.in(Optional.empty()), BundleSignature.NONE);
  }

  @Test
  void shouldTakeWhatOneOfThemSigned() throws Exception {
    BundleSignature signature = BundleSigner.with(ours.secret()).sign(BUNDLE);
    assertThat(signature.signer()).isEqualTo("ours-secret");
    accepts(TrustedKeys.in(Optional.of(ours.open())), signature);
    refuses(
        TrustedKeys.in(Optional.of(theirs.open())),
        signature,
        "what 'ours-secret' signed is not signed with one of [theirs]");
    Path folder = Files.createDirectory(dir.resolve("trusted"));
    Files.copy(theirs.open(), folder.resolve("a.pem"));
    Files.copy(ours.open(), folder.resolve("b.pem"));
    Files.writeString(folder.resolve("README"), "no key");
    accepts(TrustedKeys.in(Optional.of(folder)), signature);
  }

  @Test
  void shouldRefuseNoneAnotherAndAnyOldText() throws Exception {
    TrustedKeys trusted = TrustedKeys.in(Optional.of(ours.open()));
    refuses(trusted, BundleSignature.NONE, "not signed; models.trust wants one of [ours]");
    Bundle other = TestModels.bundle(4, "", 200);
    BundleSignature ofAnother = BundleSigner.with(ours.secret()).sign(other);
    refuses(trusted, ofAnother, "is not signed with one of");
    refuses(trusted, new BundleSignature("ours", "no base 64!"), "is not signed with one of");
    BundleSignature right = BundleSigner.with(ours.secret()).sign(BUNDLE);
    assertThatThrownBy(() -> trusted.require(right, BUNDLE.hash(), 201))
        .as("of another size")
        .isInstanceOf(BadBundleException.class);
  }

  @Test
  void shouldReadKeysAsOpensslWritesThem() throws Exception {
    Path file = Files.writeString(dir.resolve("rfc.pem"), SECRET);
    Path open = Files.writeString(dir.resolve("rfc-open.pem"), OPEN);
    accepts(TrustedKeys.in(Optional.of(open)), BundleSigner.with(file).sign(BUNDLE));
  }

  @Test
  void shouldNameTheKeyThatIsNone() throws Exception {
    assertThatThrownBy(() -> BundleSigner.with(ours.open()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(ours.open() + " is no Ed25519 private key in PEM");
    assertThatThrownBy(() -> TrustedKeys.in(Optional.of(ours.secret())))
        .hasMessageContaining("models.trust: " + ours.secret() + " is no Ed25519 public key");
    assertThatThrownBy(() -> TrustedKeys.in(Optional.of(dir.resolve("nowhere.pem"))))
        .hasMessage("models.trust: there is no key or folder at " + dir.resolve("nowhere.pem"));
    assertThatThrownBy(() -> BundleSigner.with(dir.resolve("nowhere.pem")))
        .hasMessage("there is no key to sign with at " + dir.resolve("nowhere.pem"));
    Path empty = Files.createDirectory(dir.resolve("empty"));
    assertThatThrownBy(() -> TrustedKeys.in(Optional.of(empty)))
        .hasMessageContaining("there is no *.pem in " + empty);
  }
}
