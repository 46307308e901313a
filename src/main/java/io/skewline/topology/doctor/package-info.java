// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** What must hold before an application starts, each with its fix: {@code skewline doctor}. */
@org.jspecify.annotations.NullMarked
package io.skewline.topology.doctor;
