// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
/** The dashboard: its page, and the server-sent events that feed it. */
@NullMarked
package io.skewline.http.live;

import org.jspecify.annotations.NullMarked;
