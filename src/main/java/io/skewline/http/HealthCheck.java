// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

/**
 * One check of readiness.
 *
 * @param detail why it holds or does not, for people
 */
public record HealthCheck(String name, boolean ok, String detail) {}
