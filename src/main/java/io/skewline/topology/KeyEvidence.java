// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

/**
 * How many different keys of a topic lie where a partitioner would have put them.
 *
 * @param partitions of the topic
 * @param keys that were looked at
 * @param murmur2 of them, those that lie where murmur2 puts them
 * @param crc32 likewise
 */
record KeyEvidence(int partitions, int keys, int murmur2, int crc32) {
  /** A few records may have been sent by hand. */
  private static final double MOST = 0.9;

  /** Keys fit by chance once in {@code partitions}; all of them once in this many topics. */
  private static final double RARELY = 1000;

  /** So many keys that fit neither are no slip. */
  private static final int FEW = 3;

  KeyEvidence plus(KeyEvidence other) {
    return new KeyEvidence(
        partitions, keys + other.keys, murmur2 + other.murmur2, crc32 + other.crc32);
  }

  /** Whether nothing seen so far speaks against it. */
  boolean mayBe(Partitioner partitioner) {
    int fitting = partitioner == Partitioner.MURMUR2 ? murmur2 : crc32;
    return fitting >= MOST * keys;
  }

  Partitioner found() {
    if (keys >= FEW && !mayBe(Partitioner.MURMUR2) && !mayBe(Partitioner.CRC32)) {
      return Partitioner.NONE;
    }
    if (keys == 0 || Math.pow(partitions, keys) < RARELY) {
      return Partitioner.UNKNOWN;
    }
    return mayBe(Partitioner.MURMUR2) ? Partitioner.MURMUR2 : Partitioner.CRC32;
  }
}
