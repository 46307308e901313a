// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.wire.RegistryAwayException;
import io.skewline.wire.SubjectProbe;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry takes what an application is going to write: better heard at the start than with the
 * first record. Registers nothing.
 */
final class RegistryAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryAtStart.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private RegistryAtStart() {}

  /**
   * Waits for a registry that is away, as long as it takes, and says so.
   *
   * @throws io.skewline.wire.RegistryRefusedException if it does not let us in
   * @throws IllegalStateException naming the subjects that do not take our schemas, each with its
   *     fix
   */
  static void require(FusionApp app, Set<Written> written) {
    SubjectProbe probe = new SubjectProbe(app.registry());
    Duration pause = FIRST_PAUSE;
    while (!answers(probe, written, pause)) {
      sleep(pause);
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
  }

  private static boolean answers(SubjectProbe probe, Set<Written> written, Duration pause) {
    try {
      String complaints =
          written.stream()
              .flatMap(one -> probe.ask(one.topic(), one.kind()).stream())
              .map(complaint -> complaint.text())
              .collect(Collectors.joining("\n"));
      if (!complaints.isEmpty()) {
        throw new IllegalStateException(complaints);
      }
      return true;
    } catch (RegistryAwayException e) {
      LOG.warn("Waiting for the registry, asked again in {}: {}", pause, e.getMessage());
      return false;
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
