// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Measurements of this system beside others, each behind a command. Not part of the product. */
@NullMarked
package io.skewline.bench;

import org.jspecify.annotations.NullMarked;
