// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Encoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;

/** A small dataset read to its end, with what every dataset has to keep. */
final class Played {
  private Played() {}

  static Dataset open(Path folder, boolean regression) throws Exception {
    return Datasets.open(
        DatasetFormat.of(folder), folder, List.of(), new Datasets.Options(regression, 1, 0, 1));
  }

  /** Files below this folder that the process holds open, where the system tells. */
  static List<Path> openBelow(Path folder) throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "the system does not tell");
    List<Path> open = new ArrayList<>();
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path link : all.toList()) {
        if (Files.isSymbolicLink(link)) {
          open.add(Files.readSymbolicLink(link));
        }
      }
    }
    return open.stream().filter(path -> path.startsWith(folder.toAbsolutePath())).toList();
  }

  static List<Item> items(Dataset dataset) {
    List<Item> items = new ArrayList<>();
    Set<StreamId> ended = new HashSet<>();
    long last = 0;
    for (Iterator<Item> it = dataset.items(); it.hasNext(); ) {
      Item item = it.next();
      assertThat(item.startMicros()).isBetween(last, dataset.spanMicros().getAsLong() - 1);
      last = item.startMicros();
      assertThat(ended).doesNotContain(item.stream());
      if (item.last()) {
        ended.add(item.stream());
      }
      for (RawFrame frame : item.frames()) {
        var features = dataset.features(frame.modality());
        assertThat(features.of(frame.signal())).hasSize(features.floats());
      }
      items.add(item);
    }
    assertThat(ended).containsAll(items.stream().map(Item::stream).toList());
    return items;
  }

  static List<Label> labels(Dataset dataset) {
    return items(dataset).stream().flatMap(i -> i.labels().stream()).toList();
  }

  /** Fits encoders and sends every frame through them. */
  static List<Frame> frames(Dataset dataset, Path work) throws Exception {
    List<ModalitySpec> specs =
        dataset.modalities().stream().map(m -> new ModalitySpec(m, 2, 8)).toList();
    EncoderFitting.fit(dataset, specs, work, 1, Map.of());
    Map<Modality, Encoder> encoders = new HashMap<>();
    for (Modality modality : dataset.modalities()) {
      encoders.put(modality, Encoder.load(work.resolve(modality.name())));
    }
    ReplaySettings settings =
        new ReplaySettings(
            Double.POSITIVE_INFINITY,
            Duration.ZERO,
            Duration.ZERO,
            Map.of(),
            Map.of(),
            Map.of(),
            LayerChoice.ALL,
            Optional.empty(),
            true,
            1);
    ItemEncoder encoder = new ItemEncoder(encoders, settings, 0);
    List<Frame> frames = new ArrayList<>();
    long number = 0;
    for (Item item : items(dataset)) {
      encoder.encode(item, number++).forEach(a -> frames.add(a.frame()));
    }
    return frames;
  }

  /** Opens the folder and reads all of it. */
  static ThrowingCallable reading(Path folder) {
    return () -> items(open(folder, false));
  }
}
