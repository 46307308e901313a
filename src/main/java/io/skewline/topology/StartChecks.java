// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold on broker and registry before an application starts. */
public final class StartChecks {
  private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

  private StartChecks() {}

  /**
   * Blocks until broker and registry answer.
   *
   * @return the number of partitions of each topic that meets in a task
   * @throws IllegalStateException naming topics that are missing or differ in their partitions, or
   *     subjects that do not take our schemas
   * @throws io.skewline.wire.RegistryRefusedException if the registry does not let us in
   * @throws BadConfigException if the state may grow beyond what the file allows
   */
  public static int ofProcessor(FusionApp app) {
    return run(
        app,
        AppTopics.ofProcessor(app),
        app.shadowed().share() > 0 ? List.of(app.outputs().shadow()) : List.of(),
        Written.byProcessor(app));
  }

  /** As {@link #ofProcessor}, for the trainer's topics. */
  public static int ofTrainer(FusionApp app) {
    return run(
        app, AppTopics.ofTrainer(app), List.of(app.outputs().scores()), Written.byTrainer(app));
  }

  private static int run(
      FusionApp app, List<String> joined, List<String> others, Set<Written> written) {
    int partitions;
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      topics.requireExisting(List.of(app.frameTopics()));
      topics.requireExisting(others);
      partitions = topics.requireCoPartitioned(joined);
    }
    RegistryAtStart.require(app, written);
    StateEstimate estimate = StateEstimate.of(app, partitions);
    long heap = Runtime.getRuntime().maxMemory();
    LOG.info("State: {}", estimate.words(heap));
    estimate.require(app, heap);
    return partitions;
  }
}
