// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * A batch as the network reads it: standardised layer vectors by slot, and which modalities are
 * there. Rows of an absent modality are ignored.
 */
final class SsfnInput {
  final int rows;
  final Matrix[] slots;
  final boolean[][] present;

  /**
   * @param slots per slot of the shape rows × width
   * @param present [row][modality]
   */
  SsfnInput(int rows, Matrix[] slots, boolean[][] present) {
    this.rows = rows;
    this.slots = slots;
    this.present = present;
  }
}
