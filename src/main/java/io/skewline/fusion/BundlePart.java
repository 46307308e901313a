// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/**
 * A chunk of a bundle on the models topic.
 *
 * @param hash SHA-256 of the whole bundle
 * @param index from 0
 * @param parts how many there are
 * @param sha256 of these bytes alone
 */
public record BundlePart(
    String hash, long version, int index, int parts, byte[] bytes, String sha256) {}
