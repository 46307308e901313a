// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of {@code /events}. */
final class Events implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpURLConnection connection;
  private final BufferedReader lines;

  record Heard(String id, String name, JsonNode data) {}

  Events(int port, String last) throws IOException {
    this(port, last, "");
  }

  Events(int port, String last, String authorization) throws IOException {
    connection =
        (HttpURLConnection)
            URI.create("http://localhost:" + port + "/events").toURL().openConnection();
    connection.setReadTimeout(20_000);
    if (!last.isEmpty()) {
      connection.setRequestProperty("Last-Event-ID", last);
    }
    if (!authorization.isEmpty()) {
      connection.setRequestProperty("Authorization", authorization);
    }
    InputStream in = connection.getInputStream();
    lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  String contentType() {
    return connection.getContentType();
  }

  Heard next() throws IOException {
    String id = "";
    String name = "";
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id:")) {
        id = line.substring(3);
      } else if (line.startsWith("event:")) {
        name = line.substring(6);
      } else if (line.startsWith("data:")) {
        data = line.substring(5);
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Heard(id, name, JSON.readTree(data));
      }
    }
    throw new IOException("the stream ended");
  }

  /** The next one that has such a part. */
  Heard with(String part) throws IOException {
    Heard heard = next();
    while (!heard.data().has(part)) {
      heard = next();
    }
    return heard;
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
