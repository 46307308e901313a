// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Health, metrics and the topology over HTTP. */
@NullMarked
package io.skewline.http;

import org.jspecify.annotations.NullMarked;
