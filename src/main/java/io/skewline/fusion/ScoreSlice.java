// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Which predictions are tallied together.
 *
 * @param hash of the model's bundle
 * @param modalities those that were used, in the order of the topology file, joined by {@code +}
 */
public record ScoreSlice(
    Role role, long version, String hash, String modalities, Offset offset, Delay delay) {

  /** What a model made its predictions as. */
  public enum Role {
    /** It was the active one. */
    CHAMPION,
    /** It scored a share of the windows beside the active one. */
    CHALLENGER;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far the mean frame times of any two modalities of the window lie apart, at most. */
  public enum Offset {
    TO_40MS(40),
    TO_100MS(100),
    TO_250MS(250),
    MORE(Long.MAX_VALUE / 1000);

    private final long most;

    Offset(long millis) {
      this.most = millis * 1000;
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Offset of(long micros) {
      return Arrays.stream(values()).filter(o -> micros <= o.most).findFirst().orElse(MORE);
    }
  }

  /**
   * How long after the prediction its label was appended; a label that was there first: no time.
   */
  public enum Delay {
    /** No label: predictions as they are made, and those that never got one. */
    NONE(Duration.ZERO),
    TO_1M(Duration.ofMinutes(1)),
    TO_10M(Duration.ofMinutes(10)),
    TO_1H(Duration.ofHours(1)),
    MORE(Duration.ofMillis(Long.MAX_VALUE));

    private final Duration below;

    Delay(Duration below) {
      this.below = below;
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Delay of(long millis) {
      return Arrays.stream(values())
          .filter(d -> d != NONE && millis < d.below.toMillis())
          .findFirst()
          .orElse(MORE);
    }
  }

  public ScoreSlice labelled(Delay after) {
    return new ScoreSlice(role, version, hash, modalities, offset, after);
  }

  /** One line that names it, the same for equal ones only. */
  public String text() {
    return String.join(
        "/", role.label(), Long.toString(version), hash, modalities, offset.label(), delay.label());
  }
}
