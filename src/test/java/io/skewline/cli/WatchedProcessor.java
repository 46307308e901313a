// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.http.Metrics;
import io.skewline.http.StatusServer;
import io.skewline.http.StatusSettings;
import io.skewline.http.live.Dashboard;
import io.skewline.ledger.Meters;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A processor with its dashboard, whose HTTP server can go and come back. */
final class WatchedProcessor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final FusionApp app;
  private final Metrics metrics = new Metrics();
  private final ProcessorApp processor;
  private Dashboard dashboard;
  private StatusServer server;

  WatchedProcessor(FusionApp app) {
    this.app = app;
    processor = new ProcessorApp(app, metrics, new Meters(metrics.registry()));
    processor.start();
    startServer(0);
  }

  void startServer(int port) {
    startServer(StatusPort.of(app, port));
  }

  void startServer(StatusSettings settings) {
    dashboard = processor.dashboard(new TopicScores(app));
    server = new StatusServer(settings, processor.status(), dashboard, Clock.systemUTC());
  }

  /** The port that it was on. */
  int stopServer() {
    int port = server.port();
    server.close();
    dashboard.close();
    return port;
  }

  String url() {
    return server.url() + "/";
  }

  private String get(String path) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString())
        .body();
  }

  /**
   * Whole numbers by name and one or two tags as the page names them, {@code outcome} before {@code
   * modality}.
   */
  Map<String, String> scrape() throws IOException, InterruptedException {
    Map<String, String> samples = new HashMap<>();
    get("metrics")
        .lines()
        .filter(line -> line.startsWith("skewline_"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              String name = line.substring(0, space);
              String value =
                  String.format(Locale.ROOT, "%.0f", Double.valueOf(line.substring(space + 1)));
              samples.put(
                  name.replaceAll("\\{(modality=\"\\w+\"),(outcome=\"\\w+\")}", "{$2,$1}"), value);
            });
    return samples;
  }

  /** Of {@code /ledger}, e.g. {@code audio fused}. */
  Map<String, String> ledger(Set<String> keys) throws IOException, InterruptedException {
    JsonNode ledger = JSON.readTree(get("ledger"));
    Map<String, String> found = new HashMap<>();
    for (String key : keys) {
      JsonNode row = ledger.path(key.substring(0, key.indexOf(' ')));
      String field = key.substring(key.indexOf(' ') + 1);
      JsonNode value =
          row.has(field) ? row.get(field) : row.at("/outcomes/" + field.toUpperCase(Locale.ROOT));
      found.put(key, value.asText());
    }
    return found;
  }

  @Override
  public void close() {
    stopServer();
    processor.close();
    metrics.close();
  }
}
