// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page's files: a fixed list of paths, all read from the jar at start. Nothing else can be
 * asked for. The page may load from this server alone, and run no script but its own.
 */
final class Assets {
  private static final String PAGE = "/dashboard/";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, File> files = new LinkedHashMap<>();

  private record File(String type, byte[] bytes, String tag) implements HttpHandler {
    @Override
    public void handleRequest(HttpServerExchange exchange) {
      var headers = exchange.getResponseHeaders();
      headers.put(Headers.ETAG, tag).put(Headers.CACHE_CONTROL, "no-cache");
      headers.put(new HttpString("Content-Security-Policy"), POLICY);
      headers.put(new HttpString("X-Content-Type-Options"), "nosniff");
      headers.put(new HttpString("Referrer-Policy"), "no-referrer");
      if (tag.equals(exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH))) {
        exchange.setStatusCode(304).endExchange();
        return;
      }
      headers.put(Headers.CONTENT_TYPE, type);
      exchange.getResponseSender().send(ByteBuffer.wrap(bytes));
    }
  }

  Assets() {
    add("/", PAGE + "index.html", HTML);
    add("/dashboard/icon.svg", PAGE + "icon.svg", "image/svg+xml");
    for (String style : new String[] {"page", "parts"}) {
      add("/dashboard/" + style + ".css", PAGE + style + ".css", CSS);
    }
    for (String script :
        new String[] {
          "app", "store", "link", "streams", "lanes", "detail", "charts", "ledger", "models",
          "plan", "offsets", "text"
        }) {
      add("/dashboard/" + script + ".js", PAGE + script + ".js", SCRIPT);
    }
    add("/uplot/uPlot.esm.js", UPLOT + "uPlot.esm.js", SCRIPT);
    add("/uplot/uPlot.min.css", UPLOT + "uPlot.min.css", CSS);
  }

  private void add(String path, String resource, String type) {
    byte[] bytes = bytes(resource);
    files.put(path, new File(type, bytes, '"' + hash(bytes).substring(0, 16) + '"'));
  }

  private static byte[] bytes(String resource) {
    try (@Nullable InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Who answers at a path. */
  Optional<HttpHandler> at(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
