// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.skewline.topology.HttpSettings;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Asks who it is before anything else is done: one user with a password, or whoever carries the
 * token. What was sent is compared by its hash and in constant time, so that neither its beginning
 * nor its length can be found out by trying. No realm is told from another, no attempt is logged
 * with what was tried.
 */
final class Guard implements HttpHandler {
  private static final Set<String> HEALTH = Set.of("/health/live", "/health/ready");

  private final HttpHandler next;
  private final boolean openHealth;
  private final List<String> challenges = new ArrayList<>();

  /** Of the header, its scheme in lower case. */
  private final List<byte[]> accepted = new ArrayList<>();

  private Guard(HttpHandler next, HttpSettings settings) {
    this.next = next;
    this.openHealth = settings.openHealth();
    settings
        .user()
        .ifPresent(
            user -> {
              challenges.add("Basic realm=\"skewline\", charset=\"UTF-8\"");
              accepted.add(hash("basic " + base64(user.name() + ":" + user.password())));
            });
    settings
        .token()
        .ifPresent(
            token -> {
              challenges.add("Bearer realm=\"skewline\"");
              accepted.add(hash("bearer " + token));
            });
  }

  /** The handler itself where everybody may ask. */
  static HttpHandler before(HttpHandler next, HttpSettings settings) {
    boolean everybody = settings.user().isEmpty() && settings.token().isEmpty();
    return everybody ? next : new Guard(next, settings);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    boolean open = openHealth && HEALTH.contains(exchange.getRequestPath());
    if (open || known(exchange.getRequestHeaders())) {
      next.handleRequest(exchange);
      return;
    }
    challenges.forEach(c -> exchange.getResponseHeaders().add(Headers.WWW_AUTHENTICATE, c));
    PageHandler.send(exchange, Reply.json(401, Map.of("error", "who asks?")));
  }

  private boolean known(HeaderMap headers) {
    String given = headers.getFirst(Headers.AUTHORIZATION);
    byte[] hash = hash(given == null ? "" : normal(given));
    boolean known = false;
    for (byte[] one : accepted) {
      known |= MessageDigest.isEqual(one, hash);
    }
    return known;
  }

  private static String normal(String given) {
    int space = given.indexOf(' ');
    return space < 0
        ? ""
        : given.substring(0, space).toLowerCase(Locale.ROOT) + " " + given.substring(space).strip();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
