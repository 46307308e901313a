// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.replay.LayerChoice;
import io.skewline.replay.ReplaySettings;
import io.skewline.topology.FusionApp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How signals are spoilt on their way. */
final class SignalOptions {
  @Option(
      names = "--jitter",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Frames arrive up to so many milliseconds late (default: ${DEFAULT-VALUE}).")
  long jitter;

  @Option(
      names = "--drop",
      paramLabel = "MODALITY=RATE",
      description = "This share of a modality's frames never arrives, 0..1.")
  List<String> drop = List.of();

  @Option(
      names = "--offset",
      paramLabel = "MODALITY=MS",
      description = "A wrong clock: added to a modality's event times, milliseconds.")
  List<String> offset = List.of();

  @Option(
      names = "--noise",
      paramLabel = "MODALITY=DB",
      description = "Noise at this signal-to-noise ratio, in decibels, before the encoder.")
  List<String> noise = List.of();

  @Option(
      names = "--noise-from",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "What starts earlier, counted from the data set's beginning, stays clean (default:"
              + " ${DEFAULT-VALUE}).")
  long noiseFrom;

  /** 1x, 10x or max. */
  static double speed(String text) {
    if (text.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double speed = Double.parseDouble(text.endsWith("x") ? chop(text) : text);
      if (speed > 0) {
        return speed;
      }
    } catch (NumberFormatException e) {
      // Told below, together with the numbers that are not allowed.
    }
    throw new TypeConversionException(
        "--speed must be max or a number above 0 such as 1x or 10x: was '" + text + "'");
  }

  private static String chop(String text) {
    return text.substring(0, text.length() - 1);
  }

  /** What {@code --seconds} says. */
  static Optional<Duration> length(Long seconds) {
    if (seconds != null && seconds < 1) {
      throw new TypeConversionException("--seconds must be 1 or more: was '" + seconds + "'");
    }
    return Optional.ofNullable(seconds).map(Duration::ofSeconds);
  }

  /**
   * To be asked for before anything is started.
   *
   * @throws TypeConversionException saying what is allowed
   */
  ReplaySettings settings(FusionApp app, double speed, Optional<Duration> limit, long seed) {
    if (jitter < 0) {
      throw new TypeConversionException("--jitter must be 0 or more: was '" + jitter + "'");
    }
    if (noiseFrom < 0) {
      throw new TypeConversionException("--noise-from must be 0 or more: was '" + noiseFrom + "'");
    }
    return new ReplaySettings(
        speed,
        Duration.ofMillis(jitter),
        Duration.ZERO,
        ByModality.read(app, drop, form("--drop", "RATE, 0..1", app), (s, text) -> rate(text)),
        ByModality.read(
            app,
            offset,
            form("--offset", "MS", app),
            (s, text) -> Duration.ofMillis(Long.parseLong(text))),
        ByModality.read(app, noise, form("--noise", "DB", app), (s, text) -> number(text)),
        Duration.ofSeconds(noiseFrom),
        LayerChoice.ALL,
        limit,
        true,
        seed);
  }

  private static String form(String option, String value, FusionApp app) {
    List<Modality> modalities = app.specs().stream().map(ModalitySpec::modality).toList();
    return option + " must be MODALITY=" + value + ", of " + modalities;
  }

  private static double number(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("no number: " + text);
    }
    return number;
  }

  private static double rate(String text) {
    double rate = number(text);
    if (rate < 0 || rate > 1) {
      throw new IllegalArgumentException("no share: " + text);
    }
    return rate;
  }
}
