// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** One HTTP answer. */
record Reply(int status, String contentType, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "text/plain; charset=utf-8";

  static Reply text(String body) {
    return new Reply(200, TEXT, body);
  }

  /** Keys keep the order of the map. */
  static Reply json(int status, Map<String, ?> body) {
    try {
      return new Reply(
          status, "application/json; charset=utf-8", JSON.writeValueAsString(body) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not writable as JSON: " + body.keySet(), e);
    }
  }
}
