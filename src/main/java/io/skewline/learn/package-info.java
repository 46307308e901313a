// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Fit, evaluate and compare fusion models; no Kafka in here. */
@NullMarked
package io.skewline.learn;

import org.jspecify.annotations.NullMarked;
