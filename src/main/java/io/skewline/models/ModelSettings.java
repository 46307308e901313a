// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

/**
 * The {@code models} section of the topology file.
 *
 * @param topic compacted, one partition
 * @param partBytes the largest chunk of a bundle in one record
 */
public record ModelSettings(String topic, int partBytes) {}
