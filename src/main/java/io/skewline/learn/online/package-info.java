// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a learner remembers of an endless stream of examples: a bounded buffer, how the active model
 * has fared, whether that has changed. All of it can be written down and read again.
 */
@NullMarked
package io.skewline.learn.online;

import org.jspecify.annotations.NullMarked;
