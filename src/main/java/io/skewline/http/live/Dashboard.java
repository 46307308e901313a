// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpHandler;
import java.util.Optional;

/**
 * The built-in page at {@code /} and the events that it lives on at {@code /events}. Runs from
 * construction to {@link #close}.
 */
public final class Dashboard implements AutoCloseable {
  private final LiveFeed feed;
  private final EventStream events;
  private final Assets assets = new Assets();

  /**
   * @param meters whose numbers it shows
   */
  public Dashboard(LiveSource source, MeterRegistry meters) {
    this(new LiveFeed(source, meters));
  }

  Dashboard(LiveFeed feed) {
    this.feed = feed;
    this.events = new EventStream(feed);
  }

  /** Who answers at a path; empty where it has nothing. */
  public Optional<HttpHandler> at(String path) {
    return path.equals("/events") ? Optional.of(events) : assets.at(path);
  }

  @Override
  public void close() {
    feed.close();
  }
}
