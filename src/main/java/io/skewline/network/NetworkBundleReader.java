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
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
      Map<String, Matrix> tensors = tensors(in);
      SsfnModel model =
          new SsfnModel(
              header.manifest(),
              hash,
              shape,
              weights(shape, tensors),
              normalisers(shape, tensors),
              header.calibration());
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
    if (version != BundleFormat.VERSION) {
      throw new BadBundleException(
          Reason.BAD_FORMAT,
          "format version " + version + ", this is a reader of " + BundleFormat.VERSION);
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

  private static Map<String, Matrix> tensors(DataInputStream in)
      throws IOException, BadBundleException {
    Map<String, Matrix> tensors = new HashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      String name = in.readUTF();
      int rows = in.readInt();
      int cols = in.readInt();
      if (rows < 1 || cols < 1 || (long) rows * cols * Float.BYTES > in.available()) {
        throw new BadBundleException(
            Reason.TRUNCATED, "tensor " + name + " of " + rows + " × " + cols + " is not whole");
      }
      byte[] floats = new byte[rows * cols * Float.BYTES];
      in.readFully(floats);
      Matrix matrix = new Matrix(rows, cols);
      matrix.data.put(0, ByteBuffer.wrap(floats).asFloatBuffer(), 0, rows * cols);
      if (!matrix.finite()) {
        throw new BadBundleException(Reason.NON_FINITE, "tensor " + name);
      }
      tensors.put(name, matrix);
    }
    if (in.available() > 0) {
      throw new BadBundleException(Reason.BAD_FORMAT, "bytes follow the last tensor");
    }
    return tensors;
  }

  private static SsfnWeights weights(SsfnShape shape, Map<String, Matrix> tensors)
      throws BadBundleException {
    SsfnWeights weights = SsfnWeights.zeros(shape);
    Set<String> known = new HashSet<>();
    for (Map.Entry<String, int[]> wanted : SsfnWeights.shapes(shape).entrySet()) {
      weights.put(
          wanted.getKey(),
          tensor(tensors, wanted.getKey(), wanted.getValue()[0], wanted.getValue()[1]));
      known.add(wanted.getKey());
    }
    for (String name : tensors.keySet()) {
      if (!known.contains(name) && !name.startsWith("mean.") && !name.startsWith("scale.")) {
        throw new BadBundleException(Reason.WRONG_SCHEMA, "unknown tensor " + name);
      }
    }
    return weights;
  }

  private static Normaliser[] normalisers(SsfnShape shape, Map<String, Matrix> tensors)
      throws BadBundleException {
    Normaliser[] normalisers = new Normaliser[shape.slots().size()];
    for (int s = 0; s < normalisers.length; s++) {
      SsfnShape.Slot slot = shape.slots().get(s);
      normalisers[s] =
          new Normaliser(
              tensor(tensors, "mean." + slot.name(), 1, slot.width()).toArray(),
              tensor(tensors, "scale." + slot.name(), 1, slot.width()).toArray());
    }
    return normalisers;
  }

  private static Matrix tensor(Map<String, Matrix> tensors, String name, int rows, int cols)
      throws BadBundleException {
    Matrix matrix = tensors.get(name);
    if (matrix == null || matrix.rows != rows || matrix.cols != cols) {
      throw new BadBundleException(
          Reason.WRONG_SCHEMA,
          "tensor "
              + name
              + " must be "
              + rows
              + " × "
              + cols
              + (matrix == null ? ": absent" : ": is " + matrix.rows + " × " + matrix.cols));
    }
    return matrix;
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
