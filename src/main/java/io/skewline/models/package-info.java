// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Publishes, chunks, verifies and follows bundles over the models topic. */
@NullMarked
package io.skewline.models;

import org.jspecify.annotations.NullMarked;
