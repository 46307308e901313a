// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

/**
 * One server-sent event.
 *
 * @param data one line
 */
record Event(String name, String id, String data) {}
