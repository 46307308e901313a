// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The engines of fusion: beside ONNX Runtime and SameDiff, and in memory while they train. */
@NullMarked
package io.skewline.bench.fusion;

import org.jspecify.annotations.NullMarked;
