// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.Prediction;
import io.skewline.fusion.ShadowShare;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosedWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A candidate's scores of a share of the windows that the active model has scored. It is asked
 * after their predictions have been forwarded, so it costs the next batch the time of one small
 * call and no batch anything else: a candidate that fails loses its own scores alone. Used by one
 * stream thread.
 */
public final class Shadow {
  /** The node behind the fuse node that takes what this predicts. */
  public static final String NODE = "emit-shadow";

  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

  private final ShadowShare share;
  private final ActiveModel candidate;
  private final Fuser fuser;
  private final Meters meters;
  private String failed = "";

  public Shadow(FuseSettings settings, ActiveModel candidate, ShadowShare share, Meters meters) {
    this.share = share;
    this.candidate = candidate;
    // The verdicts are the active model's: what the candidate says is not counted among them.
    this.fuser = new Fuser(settings, candidate, Meters.unread());
    this.meters = meters;
  }

  /**
   * @param predictions the active model's, one per window
   */
  List<Prediction> of(List<ClosedWindow> windows, List<Prediction> predictions) {
    Optional<String> hash = candidate.hash();
    if (hash.isEmpty()) {
      return List.of();
    }
    List<ClosedWindow> taken = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      if (isTaken(windows.get(i), predictions.get(i), hash.get())) {
        taken.add(windows.get(i));
      }
    }
    return taken.isEmpty() ? List.of() : scored(taken, hash.get());
  }

  /** Nothing is learnt from a candidate that has become the active model. */
  private boolean isTaken(ClosedWindow window, Prediction prediction, String hash) {
    return window.reason().isFinal()
        && prediction.verdict().fused()
        && prediction.scored().isPresent()
        && !prediction.scored().get().modelHash().equals(hash)
        && share.takes(prediction.window());
  }

  private List<Prediction> scored(List<ClosedWindow> windows, String hash) {
    try {
      return fuser.fuse(windows).stream().filter(p -> isBy(hash, p)).toList();
    } catch (RuntimeException e) {
      meters.shadowFailed();
      if (!failed.equals(hash)) {
        failed = hash;
        LOG.warn("Candidate {} fails, said once: {}", hash, e.toString());
      }
      LOG.debug("Candidate {} failed on {} windows", hash, windows.size(), e);
      return List.of();
    }
  }

  /** It may have been replaced or withdrawn a moment ago. */
  private static boolean isBy(String hash, Prediction prediction) {
    return prediction.scored().filter(s -> s.modelHash().equals(hash)).isPresent();
  }
}
