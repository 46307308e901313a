// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Every outcome, counter and timer by name, and the sums that must hold. */
@NullMarked
package io.skewline.ledger;

import org.jspecify.annotations.NullMarked;
