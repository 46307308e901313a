// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import ai.onnxruntime.OrtException;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.network.EngineSettings.Engine;
import io.skewline.network.SsfnModel.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A network with random weights: one layer of two modalities, one pair, co-attention, seven
 * classes; no agreement, which is beside the network.
 */
public final class NetworkUnderTest {
  private static final Task TASK =
      new Task.Classification(List.of("a", "b", "c", "d", "e", "f", "g"));
  private static final long SEED = 11;

  private final SsfnShape shape;
  private final Parts parts;

  /**
   * @param width P
   * @param inputs floats of each layer vector
   */
  public NetworkUnderTest(int width, int inputs) {
    List<ModalitySpec> specs =
        List.of(
            new ModalitySpec(new Modality("audio"), 1, inputs),
            new ModalitySpec(new Modality("video"), 1, inputs));
    shape = new SsfnShape(TASK, specs, FusionPlan.late(specs), SsfnShape.Block.CO_ATTENTION, width);
    parts =
        new Parts(
            shape,
            SsfnWeights.random(shape, SEED),
            WindowTable.fitNormalisers(shape, windows(64)),
            new Calibration(Map.of(), Map.of(), 0, 1),
            Optional.empty());
  }

  /** With both modalities. */
  public List<AlignedWindow> windows(int n) {
    Random random = new Random(SEED);
    List<AlignedWindow> windows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Map<Modality, PooledModality> present = new TreeMap<>();
      for (ModalitySpec spec : shape.modalities()) {
        float[] layer = new float[spec.width()];
        for (int c = 0; c < layer.length; c++) {
          layer[c] = (float) random.nextGaussian();
        }
        LayerStack stack = LayerStack.ofAll(new float[][] {layer});
        present.put(spec.modality(), new PooledModality(stack, 1, 0));
      }
      windows.add(new AlignedWindow(new WindowId(new StreamId("s"), 0, i, i + 1), "", present));
    }
    return windows;
  }

  /** Floating-point operations of the products of one window. */
  public double operations() {
    return 2.0 * MultiplyAdds.perWindow(shape);
  }

  public Scorer ours() {
    return new EngineScorer(new NativeEngine(parts), SsfnModel.MOST_ROWS);
  }

  /** Chooses as at the start of a processor, which takes a second. */
  public Scorer auto() {
    FusionEngine chosen = Engines.of(EngineSettings.of(Engine.AUTO)).engine(parts);
    return new EngineScorer(chosen, SsfnModel.MOST_ROWS);
  }

  /**
   * ONNX Runtime, each batch in one call.
   *
   * @param naive the graph as the formulas stand
   */
  public Scorer onnx(boolean naive, int rows) {
    try {
      OnnxExport.Form form = naive ? OnnxExport.Form.NAIVE : OnnxExport.Form.FOLDED;
      return new EngineScorer(OnnxEngine.onCpu(parts, form), FusionEngine.padded(rows));
    } catch (OrtException e) {
      throw new IllegalStateException("no session of ONNX Runtime: " + e.getMessage(), e);
    }
  }

  public Scorer sameDiff() {
    return new SameDiffScorer(parts);
  }

  public Trainer training(int rows, double learningRate) {
    return new NativeTrainer(parts, windows(rows), learningRate);
  }

  public Trainer sameDiffTraining(int rows, double learningRate) {
    return new SameDiffTrainer(parts, windows(rows), learningRate);
  }

  /** Names of the learned tensors that windows with both modalities reach. */
  public List<String> learned() {
    return parts.weights().all().keySet().stream()
        .filter(name -> !name.startsWith("mask."))
        .toList();
  }

  /** What sgemm reaches on one thread, in GFLOP/s of CPU time. */
  public static double sgemmPeak() {
    return SgemmPeak.measure();
  }
}
