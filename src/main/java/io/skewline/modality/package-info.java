// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Value types of the walk of a record: frames in, aligned windows, verdicts. */
@NullMarked
package io.skewline.modality;

import org.jspecify.annotations.NullMarked;
