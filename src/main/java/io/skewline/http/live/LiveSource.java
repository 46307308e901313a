// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the dashboard's data come from. All but {@link #ledger} and {@link #scores} are asked by
 * the feed's own thread and must be quick; those two by another one, and may ask a broker.
 */
public interface LiveSource {
  About about();

  /**
   * The verdicts since the last call, oldest first; of more than {@code most} the newest.
   *
   * @return how many were passed over
   */
  long windows(int most, Consumer<WindowShown> to);

  /**
   * Of the newest windows since the last call.
   *
   * @param watched whether anybody will look; what evidence costs is spent for them alone
   */
  List<EvidenceShown> evidence(boolean watched);

  /** Oldest first. */
  List<ModelShown> models();

  /** Of the serving model; empty before the first. */
  Optional<PlanShown> plan();

  /** The ledger of record, per modality. */
  Map<String, ?> ledger();

  /** The scoreboard; empty where there is none. */
  Optional<Map<String, ?>> scores();
}
