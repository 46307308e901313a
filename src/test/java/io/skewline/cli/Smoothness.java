// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;

/**
 * How a page ran for a while.
 *
 * @param busyShare of the time that went into tasks of more than 50 ms
 */
record Smoothness(
    double framesPerSecond,
    double busyShare,
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
    List<Number> n = (List<Number>) page.evaluate(WATCH, (int) time.toMillis());
    return new Smoothness(
        n.get(0).doubleValue(),
        n.get(1).doubleValue(),
        n.get(2).doubleValue(),
        n.get(3).intValue(),
        n.get(4).intValue());
  }
}
