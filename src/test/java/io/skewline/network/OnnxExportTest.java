// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of an exported file gets, without anything of ours. */
class OnnxExportTest {
  private static final String CHECK =
      "import sys, onnx\n"
          + "for f in sys.argv[1:]:\n"
          + "  onnx.checker.check_model(onnx.load(f), full_check=True)\n";

  private static SsfnModel.Parts parts(SsfnShape shape) {
    return RandomBundle.parts(shape, 5);
  }

  private static byte[] export(SsfnShape shape, boolean naive) throws Exception {
    return OnnxFile.of(RandomBundle.of(shape, 5).bytes(), naive);
  }

  /** Every output by name, row by row. */
  private static Map<String, float[][]> run(
      byte[] model, SsfnShape shape, List<AlignedWindow> windows) throws OrtException {
    SlotVectors vectors = new SlotVectors(shape, windows);
    Map<String, float[][]> inputs = new HashMap<>();
    List<SsfnShape.Slot> slots = shape.slots();
    slots.forEach(
        s -> inputs.put(OnnxExport.input(shape, s), new float[windows.size()][s.width()]));
    vectors.forEach(
        (s, row, vector) -> inputs.get(OnnxExport.input(shape, slots.get(s)))[row] = vector);
    inputs.put("present", numbers(vectors.present(windows.size())));
    try (OrtSession session = OnnxRuntime.onCpu(model)) {
      Map<String, OnnxTensor> tensors = new HashMap<>();
      for (Map.Entry<String, float[][]> input : inputs.entrySet()) {
        tensors.put(
            input.getKey(), OnnxTensor.createTensor(OnnxRuntime.environment(), input.getValue()));
      }
      Map<String, float[][]> outputs = new HashMap<>();
      try (OrtSession.Result result = session.run(tensors)) {
        for (Map.Entry<String, ?> output : result) {
          outputs.put(
              output.getKey(), (float[][]) result.get(output.getKey()).orElseThrow().getValue());
        }
      }
      tensors.values().forEach(OnnxTensor::close);
      return outputs;
    }
  }

  private static float[][] numbers(boolean[][] present) {
    float[][] numbers = new float[present.length][present[0].length];
    for (int r = 0; r < present.length; r++) {
      for (int m = 0; m < present[r].length; m++) {
        numbers[r][m] = present[r][m] ? 1 : 0;
      }
    }
    return numbers;
  }

  private static List<FusionScore> ours(SsfnShape shape, List<AlignedWindow> windows) {
    try (FusionModel model = new SsfnModel(RandomBundle.manifest(shape), "", parts(shape))) {
      return model.score(windows);
    }
  }

  @ParameterizedTest
  @EnumSource(SsfnShape.Block.class)
  void shouldGiveTheScoresThatPredictionsCarry(SsfnShape.Block block) throws Exception {
    SsfnShape shape = Examples.shape(Examples.YES_NO, block, SsfnShape.Combine.SOFTMAX);
    List<AlignedWindow> windows = RandomBundle.windows(Examples.SPECS, 50, 0.5, 3);
    List<FusionScore> expected = ours(shape, windows);
    for (boolean naive : new boolean[] {true, false}) {
      Map<String, float[][]> outputs = run(export(shape, naive), shape, windows);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(outputs.get("scores")[i])
            .containsExactly(expected.get(i).scores(), within(1e-4f));
        same(outputs.get("agreement")[i][0], expected.get(i).agreement());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGiveValuesAndIntervals(boolean naive) throws Exception {
    SsfnShape shape = Examples.shape(new Task.Regression(), SsfnShape.Block.CO_ATTENTION);
    List<AlignedWindow> windows = RandomBundle.windows(Examples.SPECS, 50, 0.5, 3);
    List<FusionScore> expected = ours(shape, windows);
    Map<String, float[][]> outputs = run(export(shape, naive), shape, windows);
    for (int i = 0; i < windows.size(); i++) {
      same(outputs.get("value")[i][0], expected.get(i).scores()[0]);
      same(outputs.get("low")[i][0], expected.get(i).low());
      same(outputs.get("high")[i][0], expected.get(i).high());
    }
  }

  private static void same(double actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-4));
    }
  }

  /** All that a graph is made of, its outputs and its weights, as names of modalities. */
  @Test
  void shouldTakeModalitiesOfAnyName() throws Exception {
    ModelProto made =
        ModelProto.parseFrom(
            export(Examples.shape(Examples.YES_NO, SsfnShape.Block.CO_ATTENTION), false));
    Set<String> names = new TreeSet<>(Set.of("weight", "scores", "output", "present"));
    made.getGraph()
        .getNodeList()
        .forEach(node -> names.add(node.getOpType().toLowerCase(Locale.ROOT)));
    assertThat(names).contains("clip", "sub");
    for (String name : names) {
      SsfnShape shape = named(name);
      List<AlignedWindow> windows = RandomBundle.windows(shape.modalities(), 20, 0.5, 3);
      Map<String, float[][]> outputs = run(export(shape, false), shape, windows);
      List<FusionScore> expected = ours(shape, windows);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(outputs.get("scores")[i])
            .as(name)
            .containsExactly(expected.get(i).scores(), within(1e-4f));
      }
    }
  }

  /** Of so many layers that each node's number may be one's. */
  private static SsfnShape named(String modality) {
    List<ModalitySpec> specs =
        List.of(
            new ModalitySpec(new Modality(modality), 12, 3),
            new ModalitySpec(new Modality("other"), 12, 3));
    return new SsfnShape(
        Examples.YES_NO, specs, FusionPlan.pairwise(specs), SsfnShape.Block.CO_ATTENTION, 4);
  }

  @Test
  void shouldSayWhatItIs() throws Exception {
    SsfnShape shape = Examples.shape(Examples.YES_NO, SsfnShape.Block.CONCAT);
    Bundle bundle = RandomBundle.of(shape, 5);
    try (OrtSession session = OnnxRuntime.onCpu(OnnxFile.of(bundle.bytes(), false))) {
      assertThat(session.getMetadata().getProducerName()).isEqualTo("skewline");
      assertThat(session.getMetadata().getVersion()).isEqualTo(3);
      assertThat(session.getMetadata().getCustomMetadata())
          .containsEntry("skewline.hash", bundle.hash())
          .containsEntry("skewline.labels", "no,yes");
      assertThat(session.getInputNames())
          .containsExactlyInAnyOrder("present", "audio.2", "audio.3", "video.1", "video.2");
    }
  }

  @Test
  void shouldPassOnnxOwnChecker(@TempDir Path folder) throws Exception {
    assumeTrue(python("import onnx", List.of()) == 0, "python3 has no package onnx");
    List<String> files = new ArrayList<>();
    for (SsfnShape.Block block : SsfnShape.Block.values()) {
      for (Task task : List.of(Examples.YES_NO, new Task.Regression())) {
        for (boolean naive : new boolean[] {true, false}) {
          Path file = folder.resolve(block + "-" + files.size() + ".onnx");
          Files.write(file, export(Examples.shape(task, block), naive));
          files.add(file.toString());
        }
      }
    }
    assertThat(python(CHECK, files)).isZero();
  }

  private static int python(String script, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", script));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      return process.waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
