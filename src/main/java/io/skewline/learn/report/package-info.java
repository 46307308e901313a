// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** A sweep as files: fits, tables, charts, one page. */
@NullMarked
package io.skewline.learn.report;

import org.jspecify.annotations.NullMarked;
