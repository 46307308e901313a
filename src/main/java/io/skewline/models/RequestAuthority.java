// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.net.URI;
import java.util.Map;

/** What a request to the store of bundles says of who asks. */
@FunctionalInterface
interface RequestAuthority {
  /** Secrets come from here alone: neither topology files nor the topic hold any. */
  String TOKEN = "SKEWLINE_MODELS_TOKEN";

  /**
   * Headers to be added.
   *
   * @param body of a PUT; empty for a GET
   */
  Map<String, String> headers(String method, URI url, byte[] body);

  /**
   * The token of the environment, if it has one.
   *
   * @throws IllegalStateException if it cannot be sent
   */
  static RequestAuthority bearer(Map<String, String> environment) {
    String token = value(TOKEN, environment);
    Map<String, String> headers =
        token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    return (method, url, body) -> headers;
  }

  /**
   * A variable without the white space around it (a file's last newline); empty if it is not set.
   *
   * @throws IllegalStateException naming the variable, never the value, if a header cannot carry it
   */
  static String value(String name, Map<String, String> environment) {
    String value = environment.getOrDefault(name, "").strip();
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalStateException(
          name + " in the environment holds a character that is not printable ASCII");
    }
    return value;
  }
}
