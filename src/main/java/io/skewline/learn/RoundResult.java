// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Bundle;
import java.util.Optional;

/**
 * A challenger, its scores and those of the model in service on the same windows.
 *
 * @param active the scores of the active model; empty where there is none
 * @param better the challenger is to be published
 * @param reason in words, with the numbers that decided
 */
public record RoundResult(
    Bundle bundle,
    Evaluation evaluation,
    Optional<Evaluation> active,
    boolean better,
    String reason) {}
