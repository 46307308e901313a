// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.learn.measure.Measure;
import io.skewline.learn.stats.Interval;
import java.util.Map;
import java.util.Optional;

/**
 * How one contender came out.
 *
 * @param fits how many seeds it got
 * @param relativeCost see {@link PlanCost#relativeTo}: 1 is pairwise fusion
 * @param validation by what is chosen; empty for baselines
 * @param reported on the reported windows
 * @param betterThanLate paired, on the reported windows: above zero is better
 * @param measures all of the task, on the reported windows, mean over fits
 */
public record Standing(
    Contender contender,
    int fits,
    PlanCost cost,
    double relativeCost,
    Optional<Interval> validation,
    Interval reported,
    Interval betterThanLate,
    Map<Measure, Double> measures) {}
