// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** What fusion promises, without tensors or Kafka: plans, models, predictions, bundles. */
@NullMarked
package io.skewline.fusion;

import org.jspecify.annotations.NullMarked;
