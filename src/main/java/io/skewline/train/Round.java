// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.Bundle;

/**
 * What one round of fitting and evaluating came to.
 *
 * @param better the bundle beats the active one and is to be published
 * @param reason in words, with the numbers that decided
 */
public record Round(Bundle bundle, boolean better, String reason) {}
