// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import io.skewline.fusion.FrameLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles in a folder, with a cache. */
class ExternalBundlesTest {
  private static final Bundle BUNDLE = TestModels.bundle(3, "", 2_000);

  @TempDir private Path dir;
  private Path folder;
  private Path cache;
  private Path file;
  private ExternalBundles bundles;

  @BeforeEach
  void put() throws IOException {
    folder = Files.createDirectory(dir.resolve("store"));
    cache = dir.resolve("cache");
    file = folder.resolve(BUNDLE.hash() + ".skwf");
    bundles =
        new ExternalBundles(
            folder.toUri().toString(), new FileBlobs(folder), new BundleCache(cache));
    bundles.put(BUNDLE, BundleSignature.NONE);
  }

  private Activation at(String url) {
    return new Activation(Role.ACTIVE, BUNDLE.hash(), 3, 2_000, FrameLayers.ALL, "").at(url);
  }

  private Activation activation() {
    return at(bundles.url(BUNDLE.hash()));
  }

  private void refused(Activation activation, Reason reason) {
    assertThatThrownBy(() -> bundles.get(activation))
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void shouldGetWhatWasPutAndLeaveNothingElse() throws Exception {
    assertThat(bundles.get(activation())).isEqualTo(BUNDLE.bytes());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void shouldFetchFromItsOwnFolderAlone() throws Exception {
    String hash = BUNDLE.hash();
    String here = folder.toUri().toString();
    Path outside = dir.resolve(hash + ".skwf");
    Files.copy(file, outside);
    for (String url :
        new String[] {
          outside.toUri().toString(),
          here + "../" + hash + ".skwf",
          here + "%2e%2e/" + hash + ".skwf",
          here + "x/../" + hash + ".skwf",
          here + hash + ".skwf?x",
          "http://169.254.169.254/" + hash + ".skwf",
          here.replace("file:", "http:") + hash + ".skwf"
        }) {
      refused(at(url), Reason.WRONG_LOCATION);
    }
    Activation forged =
        new Activation(Role.ACTIVE, "../" + hash, 3, 2_000, FrameLayers.ALL, "")
            .at(here + "../" + hash + ".skwf");
    refused(forged, Reason.WRONG_LOCATION);
  }

  @Test
  void shouldRefuseAnotherBundleUnderItsName() throws Exception {
    Bundle other = TestModels.bundle(4, "", 2_000);
    Files.write(file, new BundleFile(other.hash(), BundleSignature.NONE, other.bytes()).encode());
    refused(activation(), Reason.HASH_MISMATCH);
    Files.write(file, TestModels.bundle(5, "", 100_000).bytes());
    refused(activation(), Reason.BAD_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 1_500})
  void shouldRefuseATruncatedFile(int bytes) throws Exception {
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), bytes));
    refused(activation(), Reason.TRUNCATED);
  }

  @Test
  void shouldServeFromItsCacheWhileTheFolderIsAway() throws Exception {
    bundles.get(activation());
    Path away = dir.resolve("away");
    Files.move(folder, away);
    assertThat(bundles.get(activation())).isEqualTo(BUNDLE.bytes());
    Path cached = cache.resolve(BUNDLE.hash() + ".bundle");
    byte[] damaged = BUNDLE.bytes().clone();
    damaged[7] ^= 1;
    Files.write(cached, damaged);
    assertThatThrownBy(() -> bundles.get(activation())).isInstanceOf(AwayException.class);
    Files.move(away, folder);
    assertThat(bundles.get(activation())).isEqualTo(BUNDLE.bytes());
    assertThat(cached).as("mended").hasBinaryContent(BUNDLE.bytes());
  }

  @Test
  void shouldWaitForAFileALittleAndThenRefuse() throws Exception {
    Files.delete(file);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> bundles.get(activation())).isInstanceOf(AwayException.class);
    }
    refused(activation(), Reason.TRUNCATED);
  }

  @Test
  void shouldKeepTheEightLastUsed() throws Exception {
    BundleCache kept = new BundleCache(cache);
    for (int i = 1; i <= 10; i++) {
      Bundle bundle = TestModels.bundle(i, "", 100);
      kept.put(bundle.hash(), bundle.bytes());
      Files.setLastModifiedTime(
          cache.resolve(bundle.hash() + ".bundle"), FileTime.from(Instant.ofEpochSecond(i)));
    }
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).hasSize(8);
    }
    assertThat(kept.get(TestModels.bundle(1, "", 100).hash(), 100)).isEmpty();
    assertThat(kept.get(TestModels.bundle(10, "", 100).hash(), 100)).isPresent();
  }

  /** Puts so many into the cache, each older than anything that is used from now on. */
  private void fill(BundleCache cached, int from, int to) throws IOException {
    for (int i = from; i <= to; i++) {
      Bundle bundle = TestModels.bundle(i, "", 100);
      cached.put(bundle.hash(), bundle.bytes());
    }
    age();
  }

  private void age() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      for (Path one : files.toList()) {
        Files.setLastModifiedTime(
            one, FileTime.from(Files.getLastModifiedTime(one).toInstant().minusSeconds(60)));
      }
    }
  }

  @Test
  void shouldKeepWhatARestartWanted() throws Exception {
    BundleCache cached = new BundleCache(cache);
    fill(cached, 1, 1);
    fill(cached, 2, 8);
    Bundle first = TestModels.bundle(1, "", 100);
    assertThat(cached.get(first.hash(), 100)).isPresent();
    fill(cached, 9, 15);
    assertThat(cached.get(first.hash(), 100)).as("used after the others").isPresent();
  }

  @Test
  void shouldKeepTheActiveOneWhateverIsTried() throws Exception {
    bundles.get(activation());
    for (int i = 10; i < 30; i++) {
      age();
      Bundle tried = TestModels.bundle(i, "", 100);
      bundles.put(tried, BundleSignature.NONE);
      bundles.get(
          new Activation(Role.CANDIDATE, tried.hash(), i, 100, FrameLayers.ALL, "")
              .at(bundles.url(tried.hash())));
    }
    Files.move(folder, dir.resolve("away"));
    assertThat(bundles.get(activation())).isEqualTo(BUNDLE.bytes());
  }

  @Test
  void shouldDeleteWhatADeadWriterLeft() throws Exception {
    Path left = folder.resolve(BUNDLE.hash() + ".skwf." + UUID.randomUUID() + ".part");
    Path underWay = folder.resolve("b.skwf." + UUID.randomUUID() + ".part");
    Path anothers = folder.resolve("film.part");
    for (Path one : List.of(left, underWay, anothers)) {
      Files.writeString(one, "half");
      Files.setLastModifiedTime(one, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    }
    Files.setLastModifiedTime(underWay, FileTime.from(Instant.now().minus(Duration.ofHours(23))));
    bundles.put(BUNDLE, BundleSignature.NONE);
    assertThat(left).doesNotExist();
    assertThat(underWay).exists();
    assertThat(anothers).exists();
  }

  @Test
  void shouldDoWithoutACacheThatCannotBe() throws Exception {
    Files.writeString(cache, "a file, no folder");
    assertThat(bundles.get(activation())).isEqualTo(BUNDLE.bytes());
  }
}
