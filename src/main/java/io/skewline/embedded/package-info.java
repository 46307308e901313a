// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** A Kafka broker and a schema registry inside this JVM. */
@NullMarked
package io.skewline.embedded;

import org.jspecify.annotations.NullMarked;
