// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a second was like.
 *
 * @param at its end, wall clock, milliseconds
 * @param frames read per second, by modality
 * @param verdicts per second
 * @param fused of these with a model's answer, per second
 * @param p50 of the delays of the verdicts shown, milliseconds; null without any
 * @param p99 likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sample(
    long at,
    Map<String, Double> frames,
    double verdicts,
    double fused,
    @Nullable Long p50,
    @Nullable Long p99) {}
