// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

/** What values a key takes. */
interface Kind<T> {

  /** In words, for messages and the table of keys. */
  String allowed();

  /**
   * @throws IllegalArgumentException if the value is not allowed; the caller says what is
   */
  T parse(Node node);

  static String text(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.text();
    }
    throw new IllegalArgumentException("a single value is expected");
  }
}
