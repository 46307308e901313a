// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.undertow.Undertow;
import io.undertow.Undertow.ListenerBuilder;
import io.undertow.Undertow.ListenerType;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.xnio.Options;

/** Undertow on one address, with one daemon I/O thread and bounds on what a client may send. */
final class Listener implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final int WAITING = 64;
  private static final int OPEN = 256;
  private static final int HEADERS = 16 * 1024;
  private static final int PARSE_MILLIS = 10_000;
  private static final int IDLE_MILLIS = 60_000;
  private static final int STOP_MILLIS = 2_000;

  private final Undertow server;

  /**
   * @throws UncheckedIOException if the address cannot be bound; the message names it
   */
  Listener(StatusSettings settings, HttpHandler pages) {
    server = undertow(settings, settings.access().guard().apply(pages));
    try {
      server.start();
    } catch (RuntimeException e) {
      IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
      String address = settings.host() + ":" + settings.port();
      throw new UncheckedIOException(
          "HTTP cannot listen on " + address + ": " + cause.getMessage(), cause);
    }
  }

  private static Undertow undertow(StatusSettings settings, HttpHandler root) {
    ListenerBuilder listener =
        new ListenerBuilder()
            .setType(ListenerType.HTTP)
            .setHost(settings.host())
            .setPort(settings.port());
    settings
        .access()
        .tls()
        .ifPresent(tls -> listener.setType(ListenerType.HTTPS).setSslContext(tls));
    return Undertow.builder()
        .addListener(listener)
        .setHandler(root)
        .setIoThreads(1)
        .setWorkerThreads(1) // Pages have a pool of their own.
        .setBufferSize(BUFFER)
        .setWorkerOption(Options.THREAD_DAEMON, true)
        .setWorkerOption(Options.WORKER_NAME, "skewline-http")
        .setSocketOption(Options.BACKLOG, WAITING)
        .setSocketOption(Options.CONNECTION_HIGH_WATER, OPEN)
        .setSocketOption(Options.CONNECTION_LOW_WATER, OPEN)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HEADERS)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 0L)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_MILLIS)
        .build();
  }

  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    server.stop();
  }
}
