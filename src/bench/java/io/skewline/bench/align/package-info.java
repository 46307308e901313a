// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The same records through a broker: ours, a bare consumer, and Kafka Streams' own joins. */
@NullMarked
package io.skewline.bench.align;

import org.jspecify.annotations.NullMarked;
