// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.align.AlignSettings;
import io.skewline.fusion.FrameLayers;
import io.skewline.modality.ModalitySpec;
import io.skewline.models.LayerFollower;
import io.skewline.replay.LayerChoice;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which layers frames carry. */
final class LayerOptions {
  private static final String ACTIVE = "active";

  @Option(
      names = "--layers",
      paramLabel = "active|MODALITY=N+N,...",
      description =
          "What frames carry: those layers that the active model reads, followed on the models topic,"
              + " or those named, e.g. audio=3+4,video=6; a modality that is not named carries all."
              + " Default: all.")
  String layers = "";

  @Option(
      names = "--explore",
      paramLabel = "SHARE",
      description =
          "With --layers active: this share of the windows carries all layers nevertheless, 0..1, so"
              + " that a trainer can try other plans (default: 0).")
  double explore;

  /** The choice, and what follows the models for it. */
  record Following(LayerChoice choice, Optional<LayerFollower> follower) implements AutoCloseable {
    @Override
    public void close() {
      follower.ifPresent(LayerFollower::close);
    }
  }

  /**
   * Looks at the options before anything is started.
   *
   * @throws TypeConversionException saying what is allowed
   */
  void check(FusionApp app) {
    if (layers.equals(ACTIVE)) {
      choice(app, () -> FrameLayers.ALL);
    } else {
      named(app);
    }
  }

  /** Returns once it is known what the active model reads. */
  Following follow(FusionApp app) {
    if (!layers.equals(ACTIVE)) {
      return new Following(LayerChoice.fixed(named(app)), Optional.empty());
    }
    LayerFollower follower =
        new LayerFollower(
            app.models(), new Codecs(app.registry()).activations(), StreamsSettings.client(app));
    try {
      LayerChoice choice = choice(app, follower::layers);
      follower.start();
      return new Following(choice, Optional.of(follower));
    } catch (RuntimeException e) {
      follower.close();
      throw e;
    }
  }

  private LayerChoice choice(FusionApp app, Supplier<FrameLayers> wanted) {
    Optional<Duration> window =
        app.align().windowing() instanceof AlignSettings.Sliding sliding
            ? Optional.of(sliding.size())
            : Optional.empty();
    try {
      return new LayerChoice(wanted, explore, window);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("--" + e.getMessage());
    }
  }

  private FrameLayers named(FusionApp app) {
    if (explore != 0) {
      throw new TypeConversionException("--explore goes with --layers active alone");
    }
    String allowed =
        "--layers must be active or MODALITY=N+N,... of "
            + app.specs().stream().map(s -> s.modality() + "=1.." + s.layers()).toList();
    List<String> given = layers.isEmpty() ? List.of() : List.of(layers.split(",", -1));
    return FrameLayers.of(ByModality.read(app, given, allowed, LayerOptions::indices));
  }

  private static List<Integer> indices(ModalitySpec spec, String text) {
    List<Integer> indices = Arrays.stream(text.split("\\+", -1)).map(Integer::parseInt).toList();
    if (!indices.stream().allMatch(n -> n >= 1 && n <= spec.layers())) {
      throw new IllegalArgumentException("no layers of " + spec + ": " + indices);
    }
    return indices;
  }
}
