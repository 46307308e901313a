// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** How good answers are: classes, values, clusters. */
@NullMarked
package io.skewline.learn.measure;

import org.jspecify.annotations.NullMarked;
