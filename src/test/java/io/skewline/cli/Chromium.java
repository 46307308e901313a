// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's own Chromium or Chrome, driven by Playwright; nothing is downloaded. One thread.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path executable) {
    Map<String, String> env = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(executable)
                    // Root may not use the sandbox, and the page is our own.
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** Skips the test where there is no browser. */
  static Chromium orSkip() {
    Optional<Path> found = executable();
    Assumptions.assumeTrue(
        found.isPresent(), "no chromium or google-chrome on the PATH: the page is not tested");
    return new Chromium(found.get());
  }

  private static Optional<Path> executable() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** In a context of its own, to be closed. */
  Page page(ColorScheme colours, int width, int height) {
    return page(new NewContextOptions().setColorScheme(colours).setViewportSize(width, height));
  }

  /** Likewise. */
  Page page(NewContextOptions options) {
    return browser.newContext(options).newPage();
  }

  /** What goes wrong in the page from now on. */
  static List<String> errors(Page page) {
    List<String> errors = new CopyOnWriteArrayList<>();
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            errors.add(message.text());
          }
        });
    return errors;
  }

  /** What it asks for from now on. */
  static List<String> requests(Page page) {
    List<String> urls = new CopyOnWriteArrayList<>();
    page.onRequest(request -> urls.add(request.url()));
    return urls;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
