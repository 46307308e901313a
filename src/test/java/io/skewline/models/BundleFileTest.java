// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BundleFileTest {
  private static final Bundle BUNDLE = TestModels.bundle(3, "", 200);
  private static final BundleSignature BY = new BundleSignature("lab", "c2lnbmVk");
  private static final byte[] FILE = new BundleFile(BUNDLE.hash(), BY, BUNDLE.bytes()).encode();

  @Test
  void shouldReadWhatItWrote() throws Exception {
    BundleFile read = BundleFile.decode(FILE);
    assertThat(read.hash()).isEqualTo(BUNDLE.hash());
    assertThat(read.signature()).isEqualTo(BY);
    assertThat(read.bundle()).isEqualTo(BUNDLE.bytes());
  }

  @Test
  void shouldRefuseAFileThatEndsAnywhere() {
    for (int length = 0; length < FILE.length; length++) {
      refused(Arrays.copyOf(FILE, length), Reason.TRUNCATED);
    }
    refused(Arrays.copyOf(FILE, FILE.length + 1), Reason.BAD_FORMAT);
  }

  @Test
  void shouldRefuseAFlippedBitInHashSizeAndBundle() {
    int header = ByteBuffer.wrap(FILE).getInt(8);
    int bundle = 12 + header;
    int sized = 12 + 2 + 64 + 8;
    for (int at = 0; at < FILE.length; at++) {
      byte[] damaged = FILE.clone();
      damaged[at] ^= 1;
      if (at < sized || at >= bundle) {
        assertThatThrownBy(() -> BundleFile.decode(damaged))
            .as("byte " + at)
            .isInstanceOf(BadBundleException.class);
      }
    }
  }

  @Test
  void shouldSayThatAFileIsOfAFormatToCome() {
    byte[] newer = FILE.clone();
    newer[7] = 2;
    assertThatThrownBy(() -> BundleFile.decode(newer))
        .hasMessage("bad-format: file format version 2, this Skewline reads 1..1");
  }

  @Test
  void shouldPassOverWhatALongerHeaderSays() throws Exception {
    int header = ByteBuffer.wrap(FILE).getInt(8);
    ByteBuffer longer = ByteBuffer.allocate(FILE.length + 5);
    longer.put(FILE, 0, 8).putInt(header + 5).put(FILE, 12, header).put(new byte[5]);
    longer.put(FILE, 12 + header, FILE.length - 12 - header);
    assertThat(BundleFile.decode(longer.array()).signature()).isEqualTo(BY);
  }

  @Test
  void shouldNotBelieveASize() {
    byte[] huge = FILE.clone();
    ByteBuffer.wrap(huge).putLong(12 + 2 + 64, Long.MAX_VALUE);
    refused(huge, Reason.BAD_FORMAT);
    ByteBuffer.wrap(huge).putLong(12 + 2 + 64, BundleAssembly.MAX_BYTES);
    refused(huge, Reason.TRUNCATED);
    ByteBuffer.wrap(huge).putInt(8, Integer.MAX_VALUE);
    refused(huge, Reason.BAD_FORMAT);
  }

  private static void refused(byte[] file, Reason reason) {
    assertThatThrownBy(() -> BundleFile.decode(file))
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
