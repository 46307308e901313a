// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a dataset is played.
 *
 * @param speed 1 is real time, N is N times faster, infinity as fast as possible
 * @param jitter frames arrive up to this much later than their event time (event time unchanged)
 * @param labelDelay labels arrive this much after their interval's end, in event time
 * @param drop share of a modality's frames that never arrives, 0..1
 * @param offset added to a modality's event times: a wrong clock
 * @param noise SNR in dB by modality, added to the raw signal before features
 * @param noiseFrom items that start earlier, counted from the dataset's zero, stay clean
 * @param layers that travel in frames
 * @param limit stop at this much event time; needed for an endless dataset faster than real time
 * @param endMarkers whether a stream that has been played is ended by a marker of each modality
 */
public record ReplaySettings(
    double speed,
    Duration jitter,
    Duration labelDelay,
    Map<Modality, Double> drop,
    Map<Modality, Duration> offset,
    Map<Modality, Double> noise,
    Duration noiseFrom,
    LayerChoice layers,
    Optional<Duration> limit,
    boolean endMarkers,
    long seed) {
  public ReplaySettings {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be positive: " + speed);
    }
    if (jitter.isNegative() || labelDelay.isNegative() || noiseFrom.isNegative()) {
      throw new IllegalArgumentException(
          "jitter, labelDelay and noiseFrom must not be negative: %s, %s, %s"
              .formatted(jitter, labelDelay, noiseFrom));
    }
    drop = Map.copyOf(drop);
    offset = Map.copyOf(offset);
    noise = Map.copyOf(noise);
    drop.forEach(
        (modality, rate) -> {
          if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("drop of " + modality + " must be 0..1: " + rate);
          }
        });
    noise.forEach(
        (modality, decibels) -> {
          if (!Double.isFinite(decibels)) {
            throw new IllegalArgumentException("noise of " + modality + " must be finite dB");
          }
        });
  }

  /** Noise from the beginning. */
  public ReplaySettings(
      double speed,
      Duration jitter,
      Duration labelDelay,
      Map<Modality, Double> drop,
      Map<Modality, Duration> offset,
      Map<Modality, Double> noise,
      LayerChoice layers,
      Optional<Duration> limit,
      boolean endMarkers,
      long seed) {
    this(
        speed,
        jitter,
        labelDelay,
        drop,
        offset,
        noise,
        Duration.ZERO,
        layers,
        limit,
        endMarkers,
        seed);
  }

  public static ReplaySettings of(double speed, long seed) {
    return new ReplaySettings(
        speed,
        Duration.ZERO,
        Duration.ZERO,
        Map.of(),
        Map.of(),
        Map.of(),
        LayerChoice.ALL,
        Optional.empty(),
        true,
        seed);
  }

  public ReplaySettings with(LayerChoice others) {
    return new ReplaySettings(
        speed, jitter, labelDelay, drop, offset, noise, noiseFrom, others, limit, endMarkers, seed);
  }

  /** The same, but every stream breaks off, as if its encoders had died. */
  public ReplaySettings withoutEndMarkers() {
    return new ReplaySettings(
        speed, jitter, labelDelay, drop, offset, noise, noiseFrom, layers, limit, false, seed);
  }
}
