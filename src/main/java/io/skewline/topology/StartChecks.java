// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold on the broker before an application starts. */
public final class StartChecks {
  private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

  private StartChecks() {}

  /**
   * Blocks until the broker answers.
   *
   * @return the number of partitions of each topic that meets in a task
   * @throws IllegalStateException naming topics that are missing or differ in their partitions
   * @throws BadConfigException if the state may grow beyond what the file allows
   */
  public static int ofProcessor(FusionApp app) {
    return run(
        app,
        AppTopics.ofProcessor(app),
        app.shadowed().share() > 0 ? List.of(app.outputs().shadow()) : List.of());
  }

  /** As {@link #ofProcessor}, for the trainer's topics. */
  public static int ofTrainer(FusionApp app) {
    return run(app, AppTopics.ofTrainer(app), List.of(app.outputs().scores()));
  }

  private static int run(FusionApp app, List<String> joined, List<String> written) {
    int partitions;
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      topics.requireExisting(List.of(app.frameTopics()));
      topics.requireExisting(written);
      partitions = topics.requireCoPartitioned(joined);
    }
    StateEstimate estimate = StateEstimate.of(app, partitions);
    long heap = Runtime.getRuntime().maxMemory();
    LOG.info("State: {}", estimate.words(heap));
    estimate.require(app, heap);
    return partitions;
  }
}
