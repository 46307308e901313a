// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.Allocated;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Files of bundles whose lengths lie. */
class HostileFileTest {
  private static final byte[] FILE =
      new BundleFile(Bundle.sha256(new byte[64]), new BundleSignature("lab", "QQ=="), new byte[64])
          .encode();

  @Test
  void shouldAskForNoMoreThanAHeaderWhateverALengthSays() {
    for (int at = 0; at + Long.BYTES <= FILE.length; at++) {
      for (long length :
          new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 30, 1L << 40, 65_536, 65_537}) {
        byte[] wide = FILE.clone();
        ByteBuffer.wrap(wide).putLong(at, length);
        bounded(wide);
        byte[] narrow = FILE.clone();
        ByteBuffer.wrap(narrow).putInt(at, (int) length);
        bounded(narrow);
      }
    }
  }

  private static void bounded(byte[] file) {
    long bytes =
        Allocated.by(
            () -> {
              try {
                BundleFile.decode(file);
              } catch (BadBundleException expected) {
                // With a reason.
              } catch (RuntimeException | Error e) {
                throw new AssertionError("not refused but failed", e);
              }
            });
    assertThat(bytes).isLessThan(BundleFile.MOST_OVERHEAD + (768 << 10));
  }
}
