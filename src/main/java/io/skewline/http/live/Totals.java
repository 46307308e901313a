// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the meters say: the numbers of {@code /metrics}, since the process began.
 *
 * @param frames read, by modality
 * @param bytes of their keys and values, likewise
 * @param outcomes frames that ended, by outcome
 * @param lateFrames of these the late ones, by modality
 * @param windows closed, by reason
 * @param verdicts final ones, by verdict
 * @param rejected records, by reason
 * @param held windows that wait for the first model
 * @param swaps of models
 * @param version of the serving model; 0 before the first
 */
record Totals(
    Map<String, Long> frames,
    Map<String, Long> bytes,
    Map<String, Long> outcomes,
    Map<String, Long> lateFrames,
    Map<String, Long> windows,
    Map<String, Long> verdicts,
    Map<String, Long> rejected,
    long held,
    long swaps,
    long version) {

  static Totals of(MeterRegistry meters) {
    return new Totals(
        by(meters, "skewline.decode.frames", "modality"),
        by(meters, "skewline.decode.bytes", "modality"),
        by(meters, "skewline.align.frames.ended", "outcome"),
        late(meters),
        by(meters, "skewline.align.windows", "reason"),
        by(meters, "skewline.fuse.verdicts", "verdict"),
        by(meters, "skewline.decode.rejected", "reason"),
        gauge(meters, "skewline.fuse.held"),
        sum(by(meters, "skewline.models.swaps", "")),
        gauge(meters, "skewline.models.active.version"));
  }

  private static Map<String, Long> by(MeterRegistry meters, String name, String tag) {
    Map<String, Long> sums = new TreeMap<>();
    for (Counter counter : meters.find(name).counters()) {
      add(sums, counter, tag);
    }
    return sums;
  }

  private static Map<String, Long> late(MeterRegistry meters) {
    Map<String, Long> sums = new TreeMap<>();
    meters
        .find("skewline.align.frames.ended")
        .tag("outcome", "late")
        .counters()
        .forEach(counter -> add(sums, counter, "modality"));
    return sums;
  }

  private static void add(Map<String, Long> sums, Counter counter, String tag) {
    Meter.Id id = counter.getId();
    String value = id.getTag(tag);
    sums.merge(value == null ? "" : value, (long) counter.count(), Long::sum);
  }

  private static long gauge(MeterRegistry meters, String name) {
    Gauge gauge = meters.find(name).gauge();
    return gauge == null ? 0 : (long) gauge.value();
  }

  private static long sum(Map<String, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  long allFrames() {
    return sum(frames);
  }

  long allVerdicts() {
    return sum(verdicts);
  }
}
