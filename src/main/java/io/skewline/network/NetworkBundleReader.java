// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.network.BundleFormat.Header;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what {@link BundleWriter} wrote, all of it or nothing. Safe for many threads. */
public final class NetworkBundleReader implements BundleReader {
  private static final int MOST_HEADER_BYTES = 1 << 20;

  static {
    Blas.logSpeed();
  }

  private final List<ModalitySpec> modalities;
  private final Task task;

  private NetworkBundleReader(List<ModalitySpec> modalities, Task task) {
    this.modalities = List.copyOf(modalities);
    this.task = task;
  }

  /** Refuses bundles for other modalities, depths, widths or labels than the topology's. */
  public static NetworkBundleReader expecting(List<ModalitySpec> modalities, Task task) {
    return new NetworkBundleReader(modalities, task);
  }

  @Override
  public FusionModel read(byte[] bytes, String hash) throws BadBundleException {
    if (!Bundle.sha256(bytes).equals(hash)) {
      throw new BadBundleException(Reason.HASH_MISMATCH, "the bytes are not those of " + hash);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Header header = header(in);
      requireExpected(header);
      SsfnShape shape = shape(header);
      BundleTensors tensors = BundleTensors.read(in);
      SsfnModel model =
          new SsfnModel(
              header.manifest(),
              hash,
              new SsfnModel.Parts(
                  shape,
                  tensors.take(SsfnWeights.shapes(shape)),
                  normalisers(shape, tensors),
                  header.calibration(),
                  agreement(shape, tensors)));
      tensors.requireAllTaken();
      warm(model, shape);
      return model;
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

  private void requireExpected(Header header) throws BadBundleException {
    if (!header.manifest().modalities().equals(modalities)) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA,
          "made for " + header.manifest().modalities() + ", the topology has " + modalities);
    }
    if (!header.manifest().task().equals(task)) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA,
          "made for " + header.manifest().task() + ", the topology has " + task);
    }
  }

  private static SsfnShape shape(Header header) {
    var manifest = header.manifest();
    return new SsfnShape(
        manifest.task(),
        manifest.modalities(),
        manifest.plan(),
        SsfnShape.Block.of(manifest.block()),
        manifest.width(),
        SsfnShape.Combine.of(manifest.combine()));
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

  /** Runs both batch sizes, so that the first real window pays for nothing. */
  private static void warm(FusionModel model, SsfnShape shape) throws BadBundleException {
    Map<Modality, PooledModality> present = new TreeMap<>();
    for (ModalitySpec spec : shape.modalities()) {
      float[][] layers = new float[spec.layers()][spec.width()];
      present.put(spec.modality(), new PooledModality(LayerStack.ofAll(layers), 1, 0));
    }
    AlignedWindow window =
        new AlignedWindow(new WindowId(new StreamId("warm"), 0, 0, 1), "", present);
    for (int n : new int[] {1, 40, 1, 40}) {
      for (var score : model.score(Collections.nCopies(n, window))) {
        for (float s : score.scores()) {
          if (!Float.isFinite(s)) {
            throw new BadBundleException(Reason.NON_FINITE, "the score of a zero window");
          }
        }
      }
    }
  }
}
