// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Which layers of which modality to fuse: many fits, compared with care. */
@NullMarked
package io.skewline.learn.sweep;

import org.jspecify.annotations.NullMarked;
