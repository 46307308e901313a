// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Labelled streams to examples to a published model. */
@NullMarked
package io.skewline.train;

import org.jspecify.annotations.NullMarked;
