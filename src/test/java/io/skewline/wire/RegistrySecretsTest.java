// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.skewline.avro.ModalityFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A user and a password in the registry's URL reach the registry, and nothing else. */
class RegistrySecretsTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @Test
  void shouldSendWhoAsksByTheUrl() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://me:c4n4ry%21@127.0.0.1:" + server.getAddress().getPort();
      assertThatThrownBy(() -> ask(Map.of(RegistryKeys.URL, url)))
          .isInstanceOf(RegistryAwayException.class)
          .hasMessageNotContaining("c4n4ry");
      assertThat(asked.get(0)).isEqualTo("Basic bWU6YzRuNHJ5IQ==");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldLogNoPasswordWhileTheRegistryIsAway() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    try {
      assertThatThrownBy(() -> ask(Map.of(RegistryKeys.URL, "http://me:c4n4ry@127.0.0.1:1")))
          .hasMessageNotContaining("c4n4ry");
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list).isNotEmpty();
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("c4n4ry"));
  }

  private static void ask(Map<String, String> settings) {
    new SchemaRegistry(new RegistrySettings(settings)).target("s", ModalityFrame.getClassSchema());
  }
}
