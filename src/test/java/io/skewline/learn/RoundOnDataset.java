// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.WindowId;
import io.skewline.network.encoder.Encoder;
import io.skewline.replay.Dataset;
import io.skewline.replay.DatasetFormat;
import io.skewline.replay.Datasets;
import io.skewline.replay.Item;
import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One training round on a data set without a broker, for trying things out: TOPOLOGY DATASET_DIR
 * ENCODERS_DIR [KEY=VALUE …]. Items are windows.
 */
final class RoundOnDataset {
  private RoundOnDataset() {}

  public static void main(String[] args) throws Exception {
    List<String> overrides = List.of(args).subList(3, args.length);
    FusionApp app = TopologyFile.read(Path.of(args[0]), overrides);
    Path folder = Path.of(args[1]);
    List<Modality> modalities = app.specs().stream().map(ModalitySpec::modality).toList();
    Dataset dataset =
        Datasets.open(DatasetFormat.of(folder), folder, modalities, Datasets.Options.defaults());
    Map<Modality, Encoder> encoders = new HashMap<>();
    for (Modality modality : modalities) {
      encoders.put(modality, Encoder.load(Path.of(args[2], modality.name())));
    }
    List<LabelledWindow> examples = new ArrayList<>();
    for (Iterator<Item> items = dataset.items(); items.hasNext(); ) {
      Item item = items.next();
      for (Label label : item.labels()) {
        examples.add(window(item, label, dataset, encoders));
      }
    }
    long started = System.nanoTime();
    RoundResult result = TrainingRound.run(app.train().fit(), examples, 1, Optional.empty());
    System.out.printf(
        "%d examples, %.1f s, %s%n",
        examples.size(), (System.nanoTime() - started) / 1e9, result.reason());
    new TreeMap<>(result.evaluation().metrics())
        .forEach(
            (name, m) ->
                System.out.printf(
                    "%-24s %.4f [%.4f, %.4f] n=%d%n", name, m.value(), m.low(), m.high(), m.n()));
  }

  private static LabelledWindow window(
      Item item, Label label, Dataset dataset, Map<Modality, Encoder> encoders) {
    Map<Modality, PooledModality> present = new HashMap<>();
    encoders.forEach(
        (modality, encoder) -> {
          List<LayerStack> stacks =
              item.frames().stream()
                  .filter(f -> f.modality().equals(modality))
                  .filter(
                      f ->
                          f.offsetMicros() >= label.startMicros()
                              && f.offsetMicros() < label.endMicros())
                  .map(f -> encoder.encode(dataset.features(modality).of(f.signal())))
                  .toList();
          if (!stacks.isEmpty()) {
            present.put(modality, new PooledModality(mean(stacks), stacks.size(), 0));
          }
        });
    WindowId id = new WindowId(item.stream(), 0, label.startMicros(), label.endMicros());
    return new LabelledWindow(
        new AlignedWindow(id, "", present), label.target(), label.split(), label.group());
  }

  private static LayerStack mean(List<LayerStack> stacks) {
    float[][] means = new float[stacks.get(0).size()][];
    for (int l = 0; l < means.length; l++) {
      means[l] = new float[stacks.get(0).valuesAt(l).length];
      for (LayerStack stack : stacks) {
        for (int i = 0; i < means[l].length; i++) {
          means[l][i] += stack.valuesAt(l)[i] / stacks.size();
        }
      }
    }
    return LayerStack.ofAll(means);
  }
}
