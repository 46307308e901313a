// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.modality.Modality;
import io.skewline.topology.FusionApp;
import io.skewline.topology.Units;
import io.skewline.topology.doctor.NewestFrames.Newest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * This machine's clock beside the broker's, and beside those that gave the newest frames' times.
 */
final class ClocksCheck implements Check {
  /** What a synchronised clock stays well within. */
  private static final Duration SANE = Duration.ofSeconds(1);

  private static final Duration FAR_BACK = Duration.ofDays(365);
  private static final String SYNC = "timedatectl set-ntp true";

  @Override
  public String name() {
    return "clocks";
  }

  @Override
  public void examine(Cluster cluster, Findings found) throws Exception {
    FusionApp app = cluster.app();
    broker(cluster, found);
    if (app.align().time() == TimeMode.REPLAY) {
      found.okIfNothing("a replay reads no clock");
      return;
    }
    frames(NewestFrames.read(cluster), app, System.currentTimeMillis(), found);
  }

  private static void broker(Cluster cluster, Findings found) throws Exception {
    FusionApp app = cluster.app();
    Optional<BrokerClock.Offset> offset =
        BrokerClock.ask(cluster, app.outputs().rejected(), app.name());
    if (offset.isEmpty()) {
      found.skipped(
          "the broker's clock is not known: %s is not there or has its producers' times"
              .formatted(app.outputs().rejected()));
      return;
    }
    Duration ahead = offset.get().ahead();
    String what =
        "the broker's clock is %+d ms from this machine's, known to %d ms"
            .formatted(ahead.toMillis(), offset.get().error().toMillis());
    if (ahead.abs().minus(offset.get().error()).compareTo(SANE) > 0) {
      found.warn(what, SYNC + "  # on both machines");
    } else {
      found.ok(what);
    }
  }

  static void frames(Map<Modality, Newest> newest, FusionApp app, long nowMillis, Findings found) {
    boolean sane = true;
    for (Map.Entry<Modality, Newest> one : newest.entrySet()) {
      sane &= frame(one.getKey(), one.getValue(), app, nowMillis, found);
    }
    if (sane && newest.size() > 1) {
      spread(newest, app, found);
    }
    if (newest.isEmpty()) {
      found.ok("no frames yet whose times could be looked at");
    }
  }

  private static boolean frame(
      Modality modality, Newest frame, FusionApp app, long nowMillis, Findings found) {
    Duration ahead = Duration.ofMillis(frame.eventMillis() - nowMillis);
    if (ahead.compareTo(app.decode().maxAhead()) > 0) {
      found.fail(
          "the newest %s frame is %s ahead of this machine's clock, beyond align.maxAhead: such frames are rejected"
              .formatted(modality, Units.text(ahead)),
          SYNC + "  # on the machine that sends " + modality + "; times are in microseconds");
      return false;
    }
    if (frame.delay().compareTo(FAR_BACK) > 0) {
      found.warn(
          "the newest %s frame is of %s, appended at %s"
              .formatted(
                  modality,
                  Instant.ofEpochMilli(frame.eventMillis()),
                  Instant.ofEpochMilli(frame.appendedMillis())),
          "send eventTime in microseconds since 1970, not in seconds or milliseconds");
      return false;
    }
    return true;
  }

  /** Who is further behind when it arrives than another waits for. */
  private static void spread(Map<Modality, Newest> newest, FusionApp app, Findings found) {
    var byDelay = Comparator.comparing((Map.Entry<Modality, Newest> e) -> e.getValue().delay());
    var first = newest.entrySet().stream().min(byDelay).orElseThrow();
    var last = newest.entrySet().stream().max(byDelay).orElseThrow();
    Duration apart = last.getValue().delay().minus(first.getValue().delay());
    String what =
        "%s frames come %d ms after their event time, %s frames %d ms"
            .formatted(
                first.getKey(),
                first.getValue().delay().toMillis(),
                last.getKey(),
                last.getValue().delay().toMillis());
    if (apart.compareTo(app.align().timing().deadline()) > 0) {
      found.warn(
          what + ": more apart than align.deadline waits",
          SYNC
              + "  # on the machines that send them; or in %s: align: { deadline: %dms }"
                  .formatted(app.file(), 2 * apart.toMillis()));
    } else {
      found.ok(what);
    }
  }
}
