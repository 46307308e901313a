// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

/**
 * How the active model has fared up to an example that it has just answered, before anything was
 * learnt from that.
 *
 * @param examples taken so far, over restarts, this one included
 * @param scored of them those that a model answered
 * @param windowed share of hits among the last 1,000 that were answered
 * @param faded share of hits, older ones counting less and less
 * @param error mean absolute error among the last 1,000; NaN for classes
 * @param modelVersion of who answered
 * @param modelHash of its bundle
 * @param drift whether this answer showed that it has become worse
 * @param hit whether this answer was right, or its sign
 * @param windowEndMicros event time of the example's window, microseconds since the Unix epoch
 */
public record Standing(
    long examples,
    long scored,
    double windowed,
    double faded,
    double error,
    long modelVersion,
    String modelHash,
    boolean drift,
    boolean hit,
    long windowEndMicros) {}
