// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.Allocated;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionPlan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bundles of an enemy, their hash right: refused, and without more memory than they themselves
 * take.
 */
class HostileBundleTest {
  private static final int TIMES = 64;
  private static final int BESIDE = 768 << 10;
  private static final int[] LENGTHS = {
    Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1 << 30, 1 << 16, 65_537
  };
  private static final SsfnShape SHAPE =
      new SsfnShape(
          Examples.YES_NO,
          Examples.SPECS,
          FusionPlan.late(Examples.SPECS),
          SsfnShape.Block.CONCAT,
          2);
  private static final byte[] BUNDLE =
      BundleWriter.write(RandomBundle.manifest(SHAPE), RandomBundle.parts(SHAPE, 5)).bytes();

  private static void bounded(byte[] bundle) {
    String hash = Bundle.sha256(bundle);
    long bytes =
        Allocated.by(
            () -> {
              try {
                ManifestReader.read(bundle, hash);
              } catch (BadBundleException expected) {
                // With a reason.
              } catch (RuntimeException | Error e) {
                throw new AssertionError("not refused but failed", e);
              }
            });
    assertThat(bytes).isLessThan(BESIDE + (long) TIMES * bundle.length);
  }

  /**
   * Two of the lengths at every place, others at the next: all of them at each took two minutes.
   */
  @Test
  void shouldAskForNoMoreThanIsThereWhateverALengthSays() {
    for (int at = 0; at + Integer.BYTES <= BUNDLE.length; at++) {
      for (int which : new int[] {at, at + 3}) {
        byte[] bundle = BUNDLE.clone();
        ByteBuffer.wrap(bundle).putInt(at, LENGTHS[which % LENGTHS.length]);
        bounded(bundle);
      }
    }
  }

  @Test
  void shouldAskForNoMoreThanIsThereWhateverTheBytes() {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("HostileBundleTest: -Dskewline.seed=" + seed);
    Random random = new Random(seed);
    for (int n = 0; n < 5_000; n++) {
      byte[] bundle = BUNDLE.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bundle[random.nextInt(bundle.length)] = (byte) random.nextInt();
      }
      bounded(Arrays.copyOf(bundle, random.nextInt(bundle.length + 1)));
    }
  }

  /** Two large numbers whose product overflows to a small one, or below zero. */
  @Test
  void shouldMultiplyNoLengthsThatOverflow() {
    int tensors = 12 + ByteBuffer.wrap(BUNDLE).getInt(8);
    int name = Short.toUnsignedInt(ByteBuffer.wrap(BUNDLE).getShort(tensors + 4));
    int rows = tensors + 6 + name;
    for (int[] shape :
        List.of(
            new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE},
            new int[] {Integer.MAX_VALUE, 1 << 30},
            new int[] {1 << 16, 1 << 16},
            new int[] {1 << 29, 8})) {
      byte[] bundle = BUNDLE.clone();
      ByteBuffer.wrap(bundle).putInt(rows, shape[0]).putInt(rows + 4, shape[1]);
      bounded(bundle);
      assertThatThrownBy(() -> ManifestReader.read(bundle, Bundle.sha256(bundle)))
          .isInstanceOf(BadBundleException.class)
          .hasMessageContaining("is not whole");
    }
  }

  /** A header that claims a network of gigabytes, over the tensors of a small one. */
  @Test
  void shouldMakeNoRoomForWhatTheHeaderClaims() {
    int length = ByteBuffer.wrap(BUNDLE).getInt(8);
    String header = new String(BUNDLE, 12, length, StandardCharsets.UTF_8);
    for (String width : List.of("30000", "2000000000")) {
      String forged = header.replaceFirst("\"width\":2\\b", "\"width\":" + width);
      assertThat(forged).isNotEqualTo(header);
      byte[] json = forged.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      bundle.write(BUNDLE, 0, 8);
      bundle.writeBytes(ByteBuffer.allocate(4).putInt(json.length).array());
      bundle.writeBytes(json);
      bundle.write(BUNDLE, 12 + length, BUNDLE.length - 12 - length);
      bounded(bundle.toByteArray());
    }
  }
}
