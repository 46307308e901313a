// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules of WCAG 2.1 A and AA that axe-core can check. */
final class Axe {
  private static final String SOURCE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final String RUN =
      """
      () => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
        .then(({ violations, incomplete }) => [
          ...incomplete.filter(({ nodes }) => !nodes.length).map(({ id }) => `${id}: the rule itself failed`),
          ...violations.flatMap(({ id, nodes }) =>
            nodes.map((n) => `${id}: ${n.html.slice(0, 120)} ${n.failureSummary}`))])
      """;

  private Axe() {}

  @SuppressWarnings("unchecked")
  static List<String> violations(Page page) {
    try (InputStream in = Axe.class.getResourceAsStream(SOURCE)) {
      page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (List<String>) page.evaluate(RUN);
  }
}
