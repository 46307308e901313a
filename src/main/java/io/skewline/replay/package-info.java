// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Datasets and files to frames and labels on topics. */
@NullMarked
package io.skewline.replay;

import org.jspecify.annotations.NullMarked;
