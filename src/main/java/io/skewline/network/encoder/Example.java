// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import io.skewline.modality.Label.Target;

/**
 * One labelled input of one modality.
 *
 * @param group examples of one group are never on both sides of the held-out split
 */
public record Example(float[] features, Target target, String group) {}
