// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The inner parts one by one, under JMH. */
@NullMarked
package io.skewline.bench.jmh;

import org.jspecify.annotations.NullMarked;
