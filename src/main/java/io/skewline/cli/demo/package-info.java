// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** One JVM that shows the whole loop: broker, registry, replay, processor, trainer, score. */
@NullMarked
package io.skewline.cli.demo;

import org.jspecify.annotations.NullMarked;
