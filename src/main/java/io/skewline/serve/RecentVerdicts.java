// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosedWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the newest verdicts for somebody who looks on. A stream thread pays for it with one object
 * and two atomic writes a verdict, whether or not anybody looks. Windows with their vectors are
 * kept only while somebody asks for evidence, and few of them.
 *
 * <p>The stream threads tell it, one other thread calls the rest.
 */
public final class RecentVerdicts implements VerdictListener {
  private static final int VERDICTS = 4_096;
  private static final int WINDOWS = 64;

  private final ActiveModel active;
  private final Ring<Told> told = new Ring<>(VERDICTS);
  private final Ring<Whole> whole = new Ring<>(WINDOWS);
  private volatile boolean asked;

  /**
   * @param atMillis wall clock: when it had been forwarded
   */
  public record Told(Prediction prediction, long atMillis) {}

  private record Whole(ClosedWindow window, Prediction prediction) {}

  /**
   * @param active answers what each modality alone would have said
   */
  public RecentVerdicts(ActiveModel active) {
    this.active = active;
  }

  @Override
  public void verdict(ClosedWindow window, Prediction prediction) {
    told.add(new Told(prediction, System.currentTimeMillis()));
    if (asked && prediction.scored().isPresent()) {
      whole.add(new Whole(window, prediction));
    }
  }

  /**
   * Those since the last call, oldest first; of more than {@code most} the newest.
   *
   * @return how many were passed over
   */
  public long drain(int most, Consumer<Told> to) {
    return told.drain(most, to);
  }

  /** Whether windows are kept for {@link #evidence}. */
  public void ask(boolean evidence) {
    if (asked && !evidence) {
      asked = false;
      whole.clear();
    }
    asked = evidence;
  }

  /** Of the newest windows since the last call, one a stream and so many at the most. */
  public List<Evidence> evidence(int most) {
    Map<Object, Whole> newest = new LinkedHashMap<>();
    whole.drain(WINDOWS, window -> newest.put(window.prediction.window().stream(), window));
    List<Evidence> evidence = new ArrayList<>();
    active
        .lease()
        .ifPresent(
            lease -> {
              try (lease) {
                newest.values().stream()
                    .limit(most)
                    .filter(w -> scoredBy(lease, w))
                    .map(w -> Evidence.of(w.window.window(), w.prediction, lease.model()))
                    .forEach(evidence::add);
              }
            });
    return evidence;
  }

  /** Another model's word says nothing of this answer. */
  private static boolean scoredBy(ActiveModel.Lease lease, Whole window) {
    return window.prediction.scored().orElseThrow().modelHash().equals(lease.model().hash());
  }
}
