// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that imports ND4J, Deeplearning4j, BLAS or ONNX Runtime: SSFN blocks, encoders,
 * engines, bundles.
 */
@NullMarked
package io.skewline.network;

import org.jspecify.annotations.NullMarked;
