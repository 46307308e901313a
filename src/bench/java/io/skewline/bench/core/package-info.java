// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The aligner's core without a broker: beside Flink, by its allocations, as streams grow. */
@NullMarked
package io.skewline.bench.core;

import org.jspecify.annotations.NullMarked;
