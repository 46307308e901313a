// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;

/** What the application is called and what its models predict. */
final class TaskKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<String> APP =
      LIST.required(
          "name",
          Kinds.matching("[a-z][a-z0-9-]{0,62}"),
          "application id of the Streams application");
  static final Key<String> TASK =
      LIST.required(
          "task.type",
          Kinds.choice("classification", "regression", "clustering"),
          "what a model predicts");
  static final Key<List<String>> LABELS =
      LIST.optional(
          "task.labels",
          Kinds.labels(),
          "the classes, in the order of the scores; classification only");
  static final Key<Integer> CLUSTERS =
      LIST.of(
          "task.clusters",
          "8",
          Kinds.integer(2, 1000),
          "groups that windows are sorted into; clustering only, by `skewline sweep`");

  static final List<Key<?>> ALL = LIST.all();

  private TaskKeys() {}
}
