// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.http.live.WindowShown.Answer;
import io.skewline.http.live.WindowShown.Lane;
import io.skewline.http.live.WindowShown.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A source that a test fills. */
final class FakeSource implements LiveSource {
  final Queue<WindowShown> windows = new ConcurrentLinkedQueue<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  volatile boolean watched;
  volatile List<ModelShown> models = List.of();
  volatile RuntimeException ledgerFails;

  static WindowShown window(String stream, long start, int revision) {
    return new WindowShown(
        stream,
        0,
        start,
        start + 1_000,
        "fused",
        "complete",
        revision,
        List.of(new Lane(State.present, 0.0), new Lane(State.late, null)),
        new Answer("cat", null, 0.75, null, null, null, 3),
        12);
  }

  @Override
  public About about() {
    return new About("test", "classification", List.of("audio", "video"), List.of("cat", "dog"));
  }

  @Override
  public long windows(int most, Consumer<WindowShown> to) {
    for (WindowShown next = windows.poll(); next != null; next = windows.poll()) {
      to.accept(next);
    }
    return 0;
  }

  @Override
  public List<EvidenceShown> evidence(boolean watched) {
    this.watched = watched;
    return List.of();
  }

  @Override
  public List<ModelShown> models() {
    return models;
  }

  @Override
  public Optional<PlanShown> plan() {
    return Optional.empty();
  }

  @Override
  public Map<String, ?> ledger() {
    if (ledgerFails != null) {
      throw ledgerFails;
    }
    return Map.of("audio", Map.of("in", 4, "open", 1, "outcomes", Map.of("FUSED", 3)));
  }

  @Override
  public Optional<Map<String, ?>> scores() {
    return Optional.empty();
  }
}
