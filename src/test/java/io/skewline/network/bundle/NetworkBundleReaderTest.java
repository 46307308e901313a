// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.network.ssfn.Block;
import io.skewline.network.ssfn.SsfnEngine;
import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensor;
import io.skewline.network.ssfn.TensorSet;
import io.skewline.network.ssfn.Tensors;
import io.skewline.network.ssfn.TestModels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkBundleReaderTest {
  private static final SsfnSpec SPEC =
      TestModels.spec(TestModels.COLOURS, TestModels.TWO, Block.CONCAT);
  private final TensorSet tensors = TestModels.tensors(SPEC, new Random(5));
  private final NetworkBundleReader reader = new NetworkBundleReader();

  @ParameterizedTest
  @EnumSource(Block.class)
  void shouldGiveTheSameScoresAfterTheRoundTrip(Block block) throws BadBundleException {
    SsfnSpec spec = TestModels.spec(TestModels.COLOURS, TestModels.THREE, block);
    TensorSet weights = TestModels.tensors(spec, new Random(6));
    Bundle bundle = BundleWriter.write(TestModels.manifest(spec), weights);
    List<AlignedWindow> windows = TestModels.windows(spec.modalities(), 70, new Random(7));
    try (FusionModel read = reader.read(bundle.bytes(), bundle.hash());
        SsfnEngine written = new SsfnEngine(TestModels.manifest(spec), bundle.hash(), weights)) {
      assertThat(read.manifest()).isEqualTo(bundle.manifest());
      assertThat(read.hash()).isEqualTo(bundle.hash());
      List<FusionScore> expected = written.score(windows);
      List<FusionScore> actual = read.score(windows);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(actual.get(i).scores()).isEqualTo(expected.get(i).scores());
        assertThat(actual.get(i).confidence()).isEqualTo(expected.get(i).confidence());
      }
    }
  }

  @Test
  void shouldGiveTheSameHashForTheSameContent() {
    assertThat(BundleWriter.write(TestModels.manifest(SPEC), tensors).hash())
        .isEqualTo(BundleWriter.write(TestModels.manifest(SPEC), tensors).hash());
  }

  @Test
  void shouldRefuseABitFlipAnywhere() {
    Bundle bundle = BundleWriter.write(TestModels.manifest(SPEC), tensors);
    Random random = new Random(8);
    for (int trial = 0; trial < 400; trial++) {
      byte[] bytes = bundle.bytes().clone();
      int at = trial < 64 ? trial : random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> reader.read(bytes, bundle.hash()).close())
          .as("byte %d", at)
          .isInstanceOf(BadBundleException.class);
      assertThatThrownBy(() -> reader.read(bytes, Bundle.sha256(bytes)).close())
          .as("byte %d, announced as it is", at)
          .isInstanceOf(BadBundleException.class);
    }
  }

  @Test
  void shouldRefuseATruncatedBundle() {
    Bundle bundle = BundleWriter.write(TestModels.manifest(SPEC), tensors);
    for (int length : new int[] {0, 3, 15, 40, 500, bundle.bytes().length - 1}) {
      byte[] bytes = Arrays.copyOf(bundle.bytes(), length);
      assertRefused(bytes, Bundle.sha256(bytes), Reason.TRUNCATED, "bytes");
    }
  }

  @Test
  void shouldRefuseAnotherHash() {
    Bundle bundle = BundleWriter.write(TestModels.manifest(SPEC), tensors);
    assertRefused(bundle.bytes(), "00".repeat(32), Reason.HASH_MISMATCH, "announced");
  }

  @Test
  void shouldRefuseAnotherFormatVersion() {
    byte[] bytes = BundleWriter.write(TestModels.manifest(SPEC), tensors).bytes().clone();
    bytes[4] = 9;
    assertRefused(bytes, Bundle.sha256(bytes), Reason.BAD_FORMAT, "version 9");
  }

  @Test
  void shouldRefuseAMissingTensor() {
    Map<String, Tensor> fewer = new TreeMap<>(tensors.byName());
    fewer.remove(Tensors.HEAD_BIAS);
    assertRefused(new TensorSet(fewer), Reason.WRONG_SCHEMA, Tensors.HEAD_BIAS);
  }

  @Test
  void shouldRefuseAnUnknownTensor() {
    TensorSet more = tensors.with("surplus", Tensor.vector(1));
    assertRefused(more, Reason.WRONG_SCHEMA, "surplus");
  }

  @Test
  void shouldRefuseATensorOfAnotherShape() {
    TensorSet other = tensors.with(Tensors.HEAD_BIAS, Tensor.vector(1, 2));
    assertRefused(other, Reason.WRONG_SCHEMA, "1×2 instead of 1×3");
  }

  @Test
  void shouldRefuseNonFiniteWeights() {
    TensorSet bad = tensors.with(Tensors.HEAD_BIAS, Tensor.vector(1, Float.NaN, 2));
    assertRefused(bad, Reason.NON_FINITE, Tensors.HEAD_BIAS);
    TensorSet infinite = tensors.with(Tensors.SLOPE, filled(Float.POSITIVE_INFINITY));
    assertRefused(infinite, Reason.NON_FINITE, Tensors.SLOPE);
  }

  @Test
  void shouldRefuseWeightsWhoseScoresOverflow() {
    TensorSet huge = tensors.with(Tensors.FUSE_BIAS, filled(1e38f));
    TensorSet bad = huge.with(Tensors.SLOPE, filled(1e30f));
    float[] head = tensors.get(Tensors.HEAD).values().clone();
    Arrays.fill(head, 1e30f);
    Tensor shape = tensors.get(Tensors.HEAD);
    assertRefused(
        bad.with(Tensors.HEAD, new Tensor(shape.rows(), shape.columns(), head)),
        Reason.NON_FINITE,
        "scores");
  }

  @Test
  void shouldRefuseWhatTheTopologyDoesNotExpect() {
    Bundle bundle = BundleWriter.write(TestModels.manifest(SPEC), tensors);
    NetworkBundleReader three =
        new NetworkBundleReader(Optional.of(TestModels.THREE), Optional.empty());
    NetworkBundleReader otherLabels =
        new NetworkBundleReader(
            Optional.of(TestModels.TWO), Optional.of(new Task.Classification(List.of("a", "b"))));
    for (NetworkBundleReader strict : List.of(three, otherLabels)) {
      assertThatThrownBy(() -> strict.read(bundle.bytes(), bundle.hash()))
          .isInstanceOfSatisfying(
              BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SCHEMA));
    }
  }

  private static Tensor filled(float value) {
    float[] values = new float[SPEC.width()];
    Arrays.fill(values, value);
    return Tensor.vector(values);
  }

  private void assertRefused(TensorSet bad, Reason reason, String naming) {
    Bundle bundle = BundleWriter.write(TestModels.manifest(SPEC), bad);
    assertRefused(bundle.bytes(), bundle.hash(), reason, naming);
  }

  private void assertRefused(byte[] bytes, String hash, Reason reason, String naming) {
    assertThatThrownBy(() -> reader.read(bytes, hash))
        .hasMessageContaining(naming)
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
