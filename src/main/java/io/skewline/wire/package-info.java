// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Avro to value types over the Schema Registry: a record is decoded or rejected with a reason. */
@NullMarked
package io.skewline.wire;

import org.jspecify.annotations.NullMarked;
