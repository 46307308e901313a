// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Containers for tests: the official images, or their stand-ins of {@code ops/images}. */
@NullMarked
package io.skewline.containers;

import org.jspecify.annotations.NullMarked;
