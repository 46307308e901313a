// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;

/**
 * How a page ran for a while. Frames and long tasks go by the wall clock, so that other work on the
 * machine is in them; the share of the processor is the page's own.
 *
 * @param processorShare of one core, that the page's main thread took
 * @param longTaskShare of the time that went into tasks of more than 50 ms
 */
record Smoothness(
    double processorShare,
    double framesPerSecond,
    double longTaskShare,
    double longestTaskMillis,
    int nodesBefore,
    int nodesAfter) {
  private static final String WATCH =
      """
      (millis) => new Promise((done) => {
        const nodes = () => document.querySelectorAll('*').length;
        const before = nodes(), started = performance.now(), tasks = [];
        const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)));
        observer.observe({ type: 'longtask' });
        let frames = 0;
        const frame = () => {
          frames++;
          const passed = performance.now() - started;
          if (passed < millis) requestAnimationFrame(frame);
          else done([1000 * frames / passed, tasks.reduce((a, b) => a + b, 0) / passed, Math.max(0, ...tasks), before, nodes()]);
        };
        requestAnimationFrame(frame);
      })
      """;

  @SuppressWarnings("unchecked")
  static Smoothness of(Page page, Duration time) {
    CDPSession session = page.context().newCDPSession(page);
    JsonObject threadTime = new JsonObject();
    threadTime.addProperty("timeDomain", "threadTicks");
    session.send("Performance.enable", threadTime);
    double before = taskSeconds(session);
    List<Number> n = (List<Number>) page.evaluate(WATCH, (int) time.toMillis());
    double took = taskSeconds(session) - before;
    session.detach();
    return new Smoothness(
        took / (time.toMillis() / 1e3),
        n.get(0).doubleValue(),
        n.get(1).doubleValue(),
        n.get(2).doubleValue(),
        n.get(3).intValue(),
        n.get(4).intValue());
  }

  private static double taskSeconds(CDPSession session) {
    for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
        return metric.getAsJsonObject().get("value").getAsDouble();
      }
    }
    throw new IllegalStateException("no TaskDuration");
  }
}
