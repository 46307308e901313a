// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the learner keeps examples, when it runs a round beside {@code roundEvery}, and where it
 * keeps itself.
 *
 * @param memory bytes of the examples that are kept to learn from
 * @param roundInterval a round after so long, if there are new examples; empty: by number alone
 * @param driftDelta how readily ADWIN sees a change; empty: no drift is looked for
 * @param deterministic rounds by number of examples alone, from the first example on: the same
 *     examples give the same bundles however often the trainer was killed
 * @param checkpoint the directory of the checkpoint; empty: beside the state of Kafka Streams
 */
public record LearnerSettings(
    long memory,
    Optional<Duration> roundInterval,
    Optional<Double> driftDelta,
    boolean deterministic,
    Optional<Path> checkpoint) {}
