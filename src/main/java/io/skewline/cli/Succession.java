// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.models.OvertakenException;
import io.skewline.train.Publisher;
import io.skewline.train.Round;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what beat the champion and waits until it is the champion. Used by one thread. */
final class Succession implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final Publisher publisher;
  private final Champion champion;
  private final Duration most;

  /**
   * @param most how long to wait for our own follower
   */
  Succession(Publisher publisher, Champion champion, Duration most) {
    this.publisher = publisher;
    this.champion = champion;
    this.most = most;
  }

  /**
   * Returns when our own follower has it: the next challenger must beat this one. It may have it
   * already, from a publication that failed in its last step. Where somebody activated another
   * meanwhile, the next challenger must beat that; only if it cannot be loaded here, what serves.
   *
   * @throws IllegalStateException if the follower has neither it nor another one in time
   */
  @Override
  public void publish(Round round) {
    Optional<String> before = champion.hash();
    try {
      publish(round, before);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(Round round, Optional<String> before) throws InterruptedException {
    String awaited = round.bundle().hash();
    boolean overtaken = false;
    try {
      publisher.publish(round);
    } catch (OvertakenException e) {
      LOG.warn("The trainer goes on from what was activated: {}", e.getMessage());
      awaited = e.found().orElse("");
      overtaken = true;
    }
    if (awaited.isEmpty() || champion.await(awaited, most)) {
      return;
    }
    long version = round.bundle().manifest().version();
    if (!overtaken && champion.hash().equals(before)) {
      throw new IllegalStateException("model " + version + " was published but not read back");
    }
    LOG.warn("{} was activated but is not what serves here; the trainer goes on", awaited);
  }
}
