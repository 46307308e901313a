// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.replay.ReplaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a demo runs.
 *
 * @param length of streaming; empty until stopped or to the data set's end
 * @param json where the summary goes
 * @param curve where the learning curve is drawn
 * @param encoders a folder of fitted encoders, or where to put them
 * @param replay how signals are played, frames with all layers
 * @param partitions of every topic keyed by stream
 * @param layers which ones frames carry
 */
record DemoSettings(
    Optional<Duration> length,
    Optional<Path> json,
    Optional<Path> curve,
    Optional<Path> encoders,
    ReplaySettings replay,
    int partitions,
    LayerOptions layers) {}
