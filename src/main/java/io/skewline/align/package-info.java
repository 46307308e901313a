// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Many frames in, exactly one verdict per stream and window out. */
@NullMarked
package io.skewline.align;

import org.jspecify.annotations.NullMarked;
