// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The topology file and the two wiring pages. */
@NullMarked
package io.skewline.topology;

import org.jspecify.annotations.NullMarked;
