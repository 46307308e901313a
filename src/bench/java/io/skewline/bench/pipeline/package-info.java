// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The whole pipeline with a real model behind a broker: how late, and how much. */
@NullMarked
package io.skewline.bench.pipeline;

import org.jspecify.annotations.NullMarked;
