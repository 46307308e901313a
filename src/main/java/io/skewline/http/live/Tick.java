// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page is told. A snapshot has all parts that there are, an increment those that have
 * changed.
 *
 * @param at wall clock, milliseconds
 * @param about in snapshots
 * @param streams likewise
 * @param series likewise
 * @param windows since the one before
 * @param skipped verdicts that were passed over, as more came than are shown
 * @param others streams that are not shown
 * @param gone streams that are shown no more
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Tick(
    long at,
    @Nullable About about,
    @Nullable List<Board.Stream> streams,
    @Nullable List<Sample> series,
    List<WindowShown> windows,
    List<EvidenceShown> evidence,
    List<String> gone,
    long skipped,
    int others,
    @Nullable Totals totals,
    @Nullable Sample sample,
    @Nullable List<ModelShown> models,
    @Nullable PlanShown plan,
    @Nullable Map<String, ?> ledger,
    @Nullable Map<String, ?> scores) {}
