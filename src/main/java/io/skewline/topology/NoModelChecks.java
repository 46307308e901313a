// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;

/** What must hold between the keys of what is done without a model, and with the task. */
final class NoModelChecks {
  private final Values values;
  private final Problems problems;

  NoModelChecks(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  void run() {
    String policy = values.find(FusionKeys.NO_MODEL).orElse("");
    onlyWith("hold", policy, FusionKeys.HOLD_TIME);
    onlyWith("baseline", policy, FusionKeys.BASELINE);
    values.find(FusionKeys.BASELINE).ifPresent(this::baseline);
  }

  private void onlyWith(String needed, String policy, Key<?> key) {
    if (values.find(key).isPresent() && !policy.isEmpty() && !policy.equals(needed)) {
      problems.add(
          values.where(key, 0),
          "%s stands beside fusion.noModel '%s'; allowed: with fusion.noModel: %s"
              .formatted(key.path(), policy, needed));
    }
  }

  private void baseline(List<Double> scores) {
    String type = values.find(TaskKeys.TASK).orElse("");
    int labels =
        type.equals("clustering")
            ? values.find(TaskKeys.CLUSTERS).orElse(0)
            : values.find(TaskKeys.LABELS).map(List::size).orElse(0);
    boolean value = type.equals("regression");
    if (type.isEmpty() || (!value && labels == 0)) {
      return;
    }
    double sum = scores.stream().mapToDouble(Double::doubleValue).sum();
    boolean prior = scores.stream().allMatch(p -> p >= 0) && Math.abs(sum - 1) <= 1e-6;
    if (scores.size() != (value ? 1 : labels) || !(value || prior)) {
      problems.add(
          values.where(FusionKeys.BASELINE, 0),
          "fusion.baseline is '%s'; allowed with task.type %s: %s"
              .formatted(
                  scores, type, value ? "one number" : labels + " probabilities, whose sum is 1"));
    }
  }
}
