// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

/**
 * A layer pair by the positions of its sources in the spec.
 *
 * @param weight its share of the fused vector: pairs are averaged per modality pair, then over
 *     modality pairs
 */
public record FusedPair(int first, int second, double weight) {}
