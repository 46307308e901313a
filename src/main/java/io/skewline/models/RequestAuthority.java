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

  /** The token of the environment, if it has one. */
  static RequestAuthority bearer(Map<String, String> environment) {
    String token = environment.getOrDefault(TOKEN, "");
    Map<String, String> headers =
        token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    return (method, url, body) -> headers;
  }
}
