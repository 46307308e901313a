// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.network.BundleFormat.Header;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** What a bundle holds, whole, finite and as its own header says. */
record BundleContent(BundleManifest manifest, String hash, SsfnModel.Parts parts) {
  private static final int MOST_HEADER_BYTES = 1 << 20;

  /**
   * @param hash what the SHA-256 of the bytes must be
   */
  static BundleContent read(byte[] bytes, String hash) throws BadBundleException {
    if (!Bundle.sha256(bytes).equals(hash)) {
      throw new BadBundleException(Reason.HASH_MISMATCH, "the bytes are not those of " + hash);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Header header = header(in);
      SsfnShape shape = SsfnShape.of(header.manifest());
      BundleTensors tensors = BundleTensors.read(in);
      BundleContent content =
          new BundleContent(
              header.manifest(),
              hash,
              new SsfnModel.Parts(
                  shape,
                  tensors.take(SsfnWeights.shapes(shape)),
                  normalisers(shape, tensors),
                  header.calibration(),
                  agreement(shape, tensors)));
      tensors.requireAllTaken();
      return content;
    } catch (EOFException e) {
      throw new BadBundleException(Reason.TRUNCATED, "ends before its last tensor");
    } catch (IOException | IllegalArgumentException e) {
      throw new BadBundleException(Reason.BAD_FORMAT, String.valueOf(e.getMessage()));
    }
  }

  private static Header header(DataInputStream in) throws IOException, BadBundleException {
    if (in.readInt() != BundleFormat.MAGIC) {
      throw new BadBundleException(Reason.BAD_FORMAT, "not a bundle of Skewline");
    }
    int version = in.readInt();
    if (version < 1 || version > BundleFormat.VERSION) {
      throw new BadBundleException(
          Reason.BAD_FORMAT,
          "format version " + version + ", this is a reader of 1.." + BundleFormat.VERSION);
    }
    int length = in.readInt();
    if (length < 0 || length > MOST_HEADER_BYTES) {
      throw new BadBundleException(Reason.BAD_FORMAT, "header of " + length + " bytes");
    }
    byte[] json = new byte[length];
    in.readFully(json);
    return BundleFormat.parse(json);
  }

  private static Normaliser[] normalisers(SsfnShape shape, BundleTensors tensors)
      throws BadBundleException {
    Normaliser[] normalisers = new Normaliser[shape.slots().size()];
    for (int s = 0; s < normalisers.length; s++) {
      SsfnShape.Slot slot = shape.slots().get(s);
      normalisers[s] =
          new Normaliser(
              tensors.take("mean." + slot.name(), 1, slot.width()).toArray(),
              tensors.take("scale." + slot.name(), 1, slot.width()).toArray());
    }
    return normalisers;
  }

  /** Bundles of the first format have none, nor those that had too little to learn it from. */
  private static Optional<Agreement> agreement(SsfnShape shape, BundleTensors tensors)
      throws BadBundleException {
    if (!tensors.has(Agreement.TENSOR)) {
      return Optional.empty();
    }
    int inputs = shape.modalities().size() * shape.width();
    return Optional.of(
        new Agreement(
            tensors.take(StatisticNetwork.shapes(inputs)),
            tensors.take(Agreement.TENSOR, 1, Agreement.QUANTILES).toArray()));
  }
}
