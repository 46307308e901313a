// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.undertow.server.HttpHandler;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * How clients get in: every connection by {@code tls}, every request, of whatever page, through
 * {@code guard}.
 *
 * @param tls empty for plain HTTP
 * @param guard puts a handler before the one it is given, e.g. one that asks who it is; called once
 *     at start. What it makes runs on an I/O thread and must not block
 */
public record Access(Optional<SSLContext> tls, UnaryOperator<HttpHandler> guard) {

  /** Plain HTTP for everybody who reaches the address. */
  public static Access open() {
    return new Access(Optional.empty(), UnaryOperator.identity());
  }
}
