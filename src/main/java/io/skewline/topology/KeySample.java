// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/**
 * The last {@value #KEPT} keys looked at of one partition: of the first {@value #FIRST} records
 * each one, of all others one in {@value #EVERY}. Old ones make room, so a producer that is mended
 * is seen to be. {@link #due} is for the one thread that reads the partition, the rest for any.
 */
final class KeySample {
  private static final int FIRST = 256;
  private static final int EVERY = 256;
  private static final int KEPT = 64;

  private static final byte MURMUR2 = 1;
  private static final byte CRC = 2;

  private final int partition;
  private final int partitions;
  private final CRC32 crc32 = new CRC32();
  private final int[] keys = new int[KEPT];
  private final byte[] fits = new byte[KEPT];
  private long records;
  private long looked;

  KeySample(int partition, int partitions) {
    this.partition = partition;
    this.partitions = partitions;
  }

  /** Counts a record; whether its key is to be looked at. */
  boolean due() {
    long before = records++;
    return before < FIRST || before % EVERY == 0;
  }

  synchronized void look(byte[] key) {
    int murmur2 = Utils.murmur2(key);
    crc32.reset();
    crc32.update(key);
    int at = (int) (looked++ % KEPT);
    keys[at] = murmur2;
    fits[at] = 0;
    if (Utils.toPositive(murmur2) % partitions == partition) {
      fits[at] |= MURMUR2;
    }
    if (crc32.getValue() % partitions == partition) {
      fits[at] |= CRC;
    }
  }

  /** What the different keys among those kept say. */
  synchronized KeyEvidence evidence() {
    int kept = (int) Math.min(looked, KEPT);
    int different = 0;
    int murmur2 = 0;
    int crc = 0;
    for (int i = 0; i < kept; i++) {
      if (isFirst(i)) {
        different++;
        murmur2 += fits[i] & MURMUR2;
        crc += (fits[i] & CRC) / CRC;
      }
    }
    return new KeyEvidence(partitions, different, murmur2, crc);
  }

  private boolean isFirst(int at) {
    for (int i = 0; i < at; i++) {
      if (keys[i] == keys[at]) {
        return false;
      }
    }
    return true;
  }
}
