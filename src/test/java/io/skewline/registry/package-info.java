// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** Schema registries for tests: ours, a real server, and a door before either. */
package io.skewline.registry;
