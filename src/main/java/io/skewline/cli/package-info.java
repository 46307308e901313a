// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The command line. */
@NullMarked
package io.skewline.cli;

import org.jspecify.annotations.NullMarked;
