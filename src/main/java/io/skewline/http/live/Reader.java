// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnection.EventCallback;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * A page that listens, with the few events that it has not taken yet; one at a time is given to the
 * socket. A slow one loses what is waiting and gets a snapshot when it has caught up, one that
 * takes nothing at all is cut off. Nobody ever waits for it. Safe for many threads.
 */
final class Reader {
  static final int WAITING = 16;

  private final ServerSentEventConnection connection;
  private final Deque<Event> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean behind;
  private long sentNanos = System.nanoTime();

  private final EventCallback callback =
      new EventCallback() {
        @Override
        public void done(
            ServerSentEventConnection c, String data, @Nullable String event, @Nullable String id) {
          sent();
        }

        @Override
        public void failed(
            ServerSentEventConnection c,
            String data,
            @Nullable String event,
            @Nullable String id,
            IOException e) {
          close();
        }
      };

  Reader(ServerSentEventConnection connection) {
    this.connection = connection;
  }

  void give(List<Event> events) {
    events.forEach(this::give);
  }

  synchronized void give(Event event) {
    if (behind) {
      return;
    }
    if (waiting.size() == WAITING) {
      waiting.clear();
      behind = true;
      return;
    }
    waiting.add(event);
    next();
  }

  /** In place of all that it has missed. */
  synchronized void catchUp(Event snapshot) {
    behind = false;
    give(snapshot);
  }

  /** Whether it has taken everything since it fell behind. */
  synchronized boolean wantsSnapshot() {
    return behind && !sending;
  }

  synchronized boolean stalled(long nanos) {
    return sending && System.nanoTime() - sentNanos > nanos;
  }

  boolean open() {
    return connection.isOpen();
  }

  private synchronized void sent() {
    sending = false;
    next();
  }

  private void next() {
    if (sending || waiting.isEmpty()) {
      return;
    }
    sending = true;
    sentNanos = System.nanoTime();
    Event event = waiting.remove();
    connection.send(event.data(), event.name(), event.id(), callback);
  }

  void close() {
    IoUtils.safeClose(connection);
  }
}
