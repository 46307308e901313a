// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.wire.Codecs;
import io.skewline.wire.RegistrySettings;
import java.util.HashMap;
import java.util.Map;

/** How large records are on the wire, by encoding such ones. In bytes, keys and headers apart. */
public final class FrameSizes {
  /** For the key, the headers and the batch around a record. */
  public static final long OVERHEAD = 4 << 10;

  private static final StreamId STREAM = new StreamId("doctor");

  private FrameSizes() {}

  /** Of the modality whose frames, all layers in FLOAT32, are the largest. */
  public static long largestFrame(FusionApp app) {
    return app.specs().stream().mapToLong(FrameSizes::frame).max().orElse(0);
  }

  private static long frame(ModalitySpec spec) {
    Frame frame =
        new Frame(STREAM, spec.modality(), 1L << 50, 1L << 40, "session", 1L << 40, stack(spec));
    return codecs().frames().encode("frames", frame).length;
  }

  /** A labelled window with all layers of all modalities. */
  public static long example(FusionApp app) {
    Map<Modality, PooledModality> all = new HashMap<>();
    app.specs()
        .forEach(spec -> all.put(spec.modality(), new PooledModality(stack(spec), 1, 1L << 50)));
    AlignedWindow window = new AlignedWindow(new WindowId(STREAM, 0, 0, 1L << 40), "session", all);
    Label.Target target =
        app.task().labels().isEmpty()
            ? new Label.ValueTarget(1)
            : new Label.ClassTarget(app.task().labels().get(0));
    return codecs()
        .examples()
        .encode("examples", new LabelledWindow(window, target, "", ""))
        .length;
  }

  private static LayerStack stack(ModalitySpec spec) {
    return LayerStack.ofAll(new float[spec.layers()][spec.width()]);
  }

  private static Codecs codecs() {
    return new Codecs(new RegistrySettings(Map.of("schema.registry.url", "mock://sizes")));
  }
}
