// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.fusion.BundleManifest.Metric;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was decided about a model, and why. When, the record's timestamp says.
 *
 * @param hash of its bundle
 * @param againstHash the bundle that it was measured against, or that took its place; empty for
 *     none
 * @param againstVersion 0 for none
 * @param reason in words
 * @param numbers what decided, by name
 */
public record ModelDecision(
    Verdict verdict,
    By by,
    String hash,
    long version,
    String againstHash,
    long againstVersion,
    String reason,
    Map<String, Metric> numbers) {
  public ModelDecision {
    numbers = Map.copyOf(numbers);
  }

  /** Another verdict for another reason; the rest stays. */
  public ModelDecision but(Verdict other, String why) {
    return new ModelDecision(other, by, hash, version, againstHash, againstVersion, why, numbers);
  }

  /** With another number. */
  public ModelDecision with(String name, Metric number) {
    Map<String, Metric> more = new TreeMap<>(numbers);
    more.put(name, number);
    return new ModelDecision(verdict, by, hash, version, againstHash, againstVersion, reason, more);
  }

  /**
   * The last one about a bundle.
   *
   * @param decisions oldest first
   */
  public static Optional<ModelDecision> last(String hash, Collection<ModelDecision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.hash.equals(hash))
        .reduce((older, newer) -> newer);
  }

  /** The bundle that is active from here on; empty if that is as before. */
  public Optional<String> putInService() {
    return switch (verdict) {
      case PROMOTED -> Optional.of(hash);
      case ROLLED_BACK -> Optional.of(againstHash);
      default -> Optional.empty();
    };
  }

  /** What becomes of the model. */
  public enum Verdict {
    /** It is the active one from here on. */
    PROMOTED,
    /** What served before stays, and this one is not published. */
    KEPT_BACK,
    /** It scores a share of the live windows beside the active one. */
    SHADOWED,
    /** It does so no more, and was not promoted. */
    WITHDRAWN,
    /** It was active and is no more: the one that it was measured against took its place again. */
    ROLLED_BACK,
    /** Its bundle could not be used. */
    REFUSED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException naming what is allowed
     */
    public static Verdict of(String label) {
      return named(values(), label);
    }
  }

  /** Who decided. */
  public enum By {
    /** The paired test on held-out streams, at the end of a round. */
    GATE,
    /** Delayed labels of windows that both models scored. */
    SHADOW,
    /** Delayed labels of the active model's predictions. */
    MONITOR,
    /** Somebody, by a command. */
    USER,
    /** Nobody left a word of it. */
    UNKNOWN;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException naming what is allowed
     */
    public static By of(String label) {
      return named(values(), label);
    }
  }

  private static <E extends Enum<E>> E named(E[] values, String label) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + label
                        + "'; allowed: "
                        + Arrays.toString(values).toLowerCase(Locale.ROOT)));
  }
}
