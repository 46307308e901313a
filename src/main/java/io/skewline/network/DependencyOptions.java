// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Arrays;
import java.util.List;

/**
 * What a network is to learn besides its task: that what the modalities say depends on each other
 * (Colombo et al., EMNLP 2021). Loss = task − λ · dependency.
 *
 * @param weight λ
 * @param innerSteps of the statistic network before each step of the fusion network
 * @param warmUp epochs over which λ grows from 0, while the statistic network learns already
 * @param clamp kl and f: the statistic is cut to ±clamp under the exponential, which bounds its
 *     variance (Song and Ermon, 2020)
 */
public record DependencyOptions(
    Objective objective, double weight, int innerSteps, int warmUp, double clamp) {
  public static final DependencyOptions NONE = new DependencyOptions(Objective.NONE, 0, 1, 0, 10);

  public DependencyOptions {
    if (!(weight >= 0) || innerSteps < 1 || warmUp < 0 || !(clamp > 0)) {
      throw new IllegalArgumentException(
          "dependency: weight %s must be 0 or more, innerSteps %d 1 or more, warmUp %d 0 or more, clamp %s above 0"
              .formatted(weight, innerSteps, warmUp, clamp));
    }
  }

  /** The same of another kind. */
  public DependencyOptions with(Objective kind, double otherWeight) {
    return new DependencyOptions(kind, otherWeight, innerSteps, warmUp, clamp);
  }

  /** Which dependency. The last needs no λ and no statistic network. */
  public enum Objective {
    NONE("none"),
    KL("kl"),
    F("f"),
    WASSERSTEIN("wasserstein"),
    TOTAL_CORRELATION("total-correlation");

    private final String label;

    Objective(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    /** Whether a statistic network is trained against the fusion network. */
    boolean hasStatistic() {
      return hasWeight();
    }

    /** Whether λ means anything to it. */
    public boolean hasWeight() {
      return this == KL || this == F || this == WASSERSTEIN;
    }

    public static List<String> labels() {
      return Arrays.stream(values()).map(Objective::label).toList();
    }

    public static Objective of(String label) {
      return Arrays.stream(values())
          .filter(o -> o.label.equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "objective must be one of " + labels() + ": was " + label));
    }
  }
}
