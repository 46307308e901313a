// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.modality.Modality;
import io.skewline.replay.LayerChoice;
import io.skewline.replay.ReplaySettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
  Map<String, Double> drop = Map.of();

  @Option(
      names = "--offset",
      paramLabel = "MODALITY=MS",
      description = "A wrong clock: added to a modality's event times, milliseconds.")
  Map<String, Long> offset = Map.of();

  @Option(
      names = "--noise",
      paramLabel = "MODALITY=DB",
      description = "Noise at this signal-to-noise ratio, in decibels, before the encoder.")
  Map<String, Double> noise = Map.of();

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

  ReplaySettings settings(double speed, Optional<Duration> limit, long seed) {
    Map<Modality, Duration> offsets = new HashMap<>();
    offset.forEach((name, ms) -> offsets.put(new Modality(name), Duration.ofMillis(ms)));
    return new ReplaySettings(
        speed,
        Duration.ofMillis(jitter),
        Duration.ZERO,
        byModality(drop),
        offsets,
        byModality(noise),
        LayerChoice.ALL,
        limit,
        true,
        seed);
  }

  Map<Modality, Double> noiseByModality() {
    return byModality(noise);
  }

  private static Map<Modality, Double> byModality(Map<String, Double> byName) {
    Map<Modality, Double> map = new HashMap<>();
    byName.forEach((name, value) -> map.put(new Modality(name), value));
    return map;
  }
}
