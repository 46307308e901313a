// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.FrameLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By which activations one model takes over from another, so that no window closes without the
 * layers that whatever serves at that moment reads. A reads audio 3, B audio 5:
 *
 * <ol>
 *   <li>A again, frames carry 3 and 5: processors have A already, only producers heed it. Windows
 *       that hold frames of before close, by A.
 *   <li>B, frames carry 3 and 5: processors take it over, each in its own time.
 *   <li>B again, frames carry 5.
 * </ol>
 *
 * Between two of them lies a pause. Whoever publishes may die in it: what stands on the topic then
 * costs bytes and loses nothing, and the next publication clears it up. It announces once more what
 * it finds announced, as nobody knows how long ago that was.
 */
final class Changeover {
  private Changeover() {}

  /** One activation where both models read the same, or nothing serves yet. */
  static List<Activation> steps(Optional<Activation> current, Activation next) {
    if (next.role() != Activation.Role.ACTIVE || current.isEmpty()) {
      return List.of(next);
    }
    FrameLayers read = current.get().layers();
    FrameLayers both = current.get().carried().plus(next.layers());
    List<Activation> steps = new ArrayList<>();
    if (!read.plus(next.layers()).equals(read)) {
      steps.add(
          current
              .get()
              .carrying(both)
              .because("announces the layers of version " + next.version()));
    }
    if (!both.equals(next.layers())) {
      steps.add(next.carrying(both));
    }
    steps.add(next);
    return steps;
  }
}
