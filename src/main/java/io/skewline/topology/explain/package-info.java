// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** What became of the frames of one stream, told from the ledger topic in plain words. */
@NullMarked
package io.skewline.topology.explain;

import org.jspecify.annotations.NullMarked;
