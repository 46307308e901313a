// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.modality.AlignedWindow;
import io.skewline.network.blas.Blas;
import io.skewline.network.blas.NativeFloats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Scores windows on the CPU: folded weights, direct sgemm, fused loops. Every window is computed by
 * itself: rows of a batch never meet. Concurrent calls each take a scratch of their own from a pool
 * that grows to the number of calls under way at once.
 */
public final class SsfnEngine implements FusionModel {
  private final BundleManifest manifest;
  private final String hash;
  private final SsfnSpec spec;
  private final List<Source> sources;
  private final List<FusedPair> pairs;
  private final ServingBlock block;
  private final List<FoldedSource> folded = new ArrayList<>();
  private final NativeFloats head;
  private final float[][] headBias;
  private final Calibration calibration;
  private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param tensors those of {@link SsfnSpec#tensors}, finite: the caller has checked
   */
  public SsfnEngine(BundleManifest manifest, String hash, TensorSet tensors) {
    Blas.singleThread();
    this.manifest = manifest;
    this.hash = hash;
    spec = SsfnSpec.of(manifest);
    sources = spec.sources();
    pairs = spec.fusedPairs();
    block = ServingBlock.of(spec, tensors);
    for (Source source : sources) {
      folded.add(new FoldedSource(source, tensors, block.first(), block.second()));
    }
    Tensor weights = tensors.get(Tensors.HEAD);
    head = NativeFloats.of(Arrays.copyOf(weights.values(), spec.width() * spec.outputs()));
    headBias = headBias(weights, tensors.values(Tensors.HEAD_BIAS));
    calibration = new Calibration(spec.classifies(), tensors.values(Tensors.CALIBRATION));
  }

  /** The head's bias per subset: the presence bits take no part in the product. */
  private float[][] headBias(Tensor weights, float[] bias) {
    float[][] biases = new float[spec.subsets()][];
    for (int subset = 0; subset < biases.length; subset++) {
      biases[subset] = bias.clone();
      for (int m = 0; m < spec.modalities().size(); m++) {
        for (int c = 0; (subset >> m & 1) == 1 && c < bias.length; c++) {
          biases[subset][c] += weights.values()[(spec.width() + m) * bias.length + c];
        }
      }
    }
    return biases;
  }

  @Override
  public BundleManifest manifest() {
    return manifest;
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public List<FusionScore> score(List<AlignedWindow> windows) {
    List<FusionScore> scores = new ArrayList<>(windows.size());
    forEachChunk(
        windows,
        (scratch, n) -> {
          for (int i = 0; i < n; i++) {
            scores.add(calibration.score(logits(scratch, i), scratch.subsets[i]));
          }
        });
    return scores;
  }

  /** The head's outputs before calibration: one row per window. */
  public float[][] logits(List<AlignedWindow> windows) {
    List<float[]> logits = new ArrayList<>(windows.size());
    forEachChunk(
        windows,
        (scratch, n) -> {
          for (int i = 0; i < n; i++) {
            logits.add(logits(scratch, i));
          }
        });
    return logits.toArray(float[][]::new);
  }

  private float[] logits(Scratch scratch, int i) {
    return Arrays.copyOfRange(scratch.logits, i * spec.outputs(), (i + 1) * spec.outputs());
  }

  private void forEachChunk(List<AlignedWindow> windows, ChunkReader reader) {
    Scratch pooled = idle.poll();
    Scratch scratch = pooled == null ? new Scratch(spec) : pooled;
    try {
      for (int from = 0; from < windows.size(); from += Scratch.CHUNK) {
        int to = Math.min(windows.size(), from + Scratch.CHUNK);
        forward(windows.subList(from, to), scratch);
        reader.read(scratch, to - from);
      }
    } finally {
      idle.add(scratch);
    }
  }

  private void forward(List<AlignedWindow> chunk, Scratch scratch) {
    int n = chunk.size();
    Arrays.fill(scratch.subsets, 0);
    for (int s = 0; s < folded.size(); s++) {
      folded.get(s).project(chunk, scratch, scratch.projected[s]);
      for (int i = 0; i < n; i++) {
        scratch.subsets[i] |= scratch.present[i] ? 1 << sources.get(s).modalityIndex() : 0;
      }
    }
    Arrays.fill(scratch.fused, 0, n * spec.width(), 0);
    for (FusedPair pair : pairs) {
      float[] a = scratch.projected[pair.first()];
      block.fuse(a, scratch.projected[pair.second()], n, (float) pair.weight(), scratch);
    }
    head(n, scratch);
  }

  private void head(int n, Scratch scratch) {
    int outputs = spec.outputs();
    scratch.fusedNative.put(0, scratch.fused, 0, n * spec.width());
    Blas.multiply(
        n,
        outputs,
        spec.width(),
        scratch.fusedNative.pointer(),
        head.pointer(),
        0,
        scratch.logitsNative.pointer());
    scratch.logitsNative.get(0, scratch.logits, 0, n * outputs);
    for (int i = 0; i < n; i++) {
      float[] bias = headBias[scratch.subsets[i]];
      for (int c = 0; c < outputs; c++) {
        scratch.logits[i * outputs + c] += bias[c];
      }
    }
  }

  @Override
  public void close() {
    folded.forEach(FoldedSource::close);
    block.close();
    head.close();
    for (Scratch scratch = idle.poll(); scratch != null; scratch = idle.poll()) {
      scratch.close();
    }
  }

  private interface ChunkReader {
    void read(Scratch scratch, int n);
  }
}
