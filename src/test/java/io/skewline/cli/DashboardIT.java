// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.skewline.embedded.Certificates;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Prediction;
import io.skewline.http.StatusSettings;
import io.skewline.learn.Evaluation;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.HttpSettings;
import io.skewline.topology.HttpSettings.Keystore;
import io.skewline.topology.HttpSettings.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, over a real processor with 50 streams of 5 windows a second. */
class DashboardIT {
  private static final int STREAMS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double PATIENCE_MILLIS = PATIENCE.toMillis();

  @TempDir private static Path dir;
  private static Chromium chromium;
  private static TestCluster cluster;
  private static FramePublisher frames;
  private static WatchedProcessor processor;
  private SwapTraffic traffic;

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.orSkip();
    String align = "windows: { size: 200ms }, deadline: 30s";
    cluster = new TestCluster(dir, 2, align, 8, "models.announce=0ms", "http.port=0");
    try (ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, cluster.bundle(1));
    }
    frames = Publishers.connect(cluster.app);
    processor = new WatchedProcessor(cluster.app);
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      processor.close();
      frames.close();
      cluster.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  private Page watching(ColorScheme colours, int width, int height) {
    traffic = new SwapTraffic(frames, STREAMS);
    Page page = chromium.page(colours, width, height);
    page.navigate(processor.url());
    assertThat(page.locator("#streams > li"))
        .hasCount(STREAMS, new HasCountOptions().setTimeout(PATIENCE_MILLIS));
    return page;
  }

  @AfterEach
  void end() throws Exception {
    if (traffic != null) {
      traffic.end();
    }
  }

  @Test
  void shouldShowTheNumbersOfTheMetricsAndOfTheLedger() throws Exception {
    try (BrowserContext context = watching(ColorScheme.DARK, 1440, 900).context()) {
      Page page = context.pages().get(0);
      traffic.end();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Map<String, String> shown = texts(page, "data-metric");
                assertThat(shown).hasSizeGreaterThanOrEqualTo(5).isEqualTo(meters(shown));
              });
      assertThat(texts(page, "data-metric"))
          .containsKey("skewline_decode_frames_total{modality=\"audio\"}")
          .containsKey("skewline_fuse_verdicts_total{verdict=\"fused\"}");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Map<String, String> ledger = texts(page, "data-ledger");
                assertThat(ledger).containsKeys("audio in", "video open");
                assertThat(ledger).isEqualTo(processor.ledger(ledger.keySet()));
              });
      assertThat(page.locator("#ledger-state")).containsText("balances");
      assertAnswers(page);
    }
  }

  private static Map<String, String> texts(Page page, String attribute) {
    Map<String, String> texts = new HashMap<>();
    for (Locator element : page.locator("[" + attribute + "]").all()) {
      texts.put(element.getAttribute(attribute), element.textContent().replace(",", ""));
    }
    return texts;
  }

  private static Map<String, String> meters(Map<String, String> shown) throws Exception {
    Map<String, String> scraped = processor.scrape();
    return shown.keySet().stream()
        .collect(Collectors.toMap(key -> key, key -> scraped.getOrDefault(key, "not there")));
  }

  /** What the page says of each stream is what is on the predictions topic. */
  private static void assertAnswers(Page page) throws Exception {
    Map<String, Prediction> last = new HashMap<>();
    cluster.predictions().stream()
        .sorted(Comparator.comparing(Prediction::window))
        .forEach(p -> last.put(p.window().stream().value(), p));
    assertThat(last).hasSize(STREAMS);
    last.forEach(
        (stream, prediction) -> {
          Prediction.Scored scored = prediction.scored().orElseThrow();
          Locator row = page.locator("[data-stream='" + stream + "']");
          assertThat(row.locator(".answer")).hasText(scored.labels().get(scored.score().best()));
          assertThat(row.locator(".sure"))
              .hasText(String.format(java.util.Locale.ROOT, "%.2f", scored.score().confidence()));
        });
  }

  @Test
  void shouldComeBackByItselfWhenTheServerDoes() {
    try (BrowserContext context = watching(ColorScheme.LIGHT, 1440, 900).context()) {
      Page page = context.pages().get(0);
      var wait = new HasAttributeOptions().setTimeout(PATIENCE_MILLIS);
      assertThat(page.locator("#link")).hasAttribute("data-state", "live", wait);
      int port = processor.stopServer();
      assertThat(page.locator("#link")).hasAttribute("data-state", "lost", wait);
      processor.startServer(port);
      assertThat(page.locator("#link")).hasAttribute("data-state", "live", wait);
      assertThat(page.locator("#streams > li"))
          .hasCount(STREAMS, new HasCountOptions().setTimeout(PATIENCE_MILLIS));
      String before = page.locator("#detail-when").textContent();
      await()
          .atMost(PATIENCE)
          .until(() -> !page.locator("#detail-when").textContent().equals(before));
    }
  }

  /** As one with a self-signed certificate meets it. */
  @Test
  void shouldAskForUserAndPasswordOverTls() throws Exception {
    Path keystore = Certificates.keystore(dir, "http");
    int port = processor.stopServer();
    processor.startServer(guarded(keystore));
    traffic = new SwapTraffic(frames, STREAMS);
    NewContextOptions stranger = new NewContextOptions().setIgnoreHTTPSErrors(true);
    NewContextOptions ann =
        new NewContextOptions().setIgnoreHTTPSErrors(true).setHttpCredentials("ann", "c4n4ry");
    try (BrowserContext unknown = chromium.page(stranger).context();
        BrowserContext known = chromium.page(ann).context()) {
      Page refused = unknown.pages().get(0);
      assertThatThrownBy(() -> refused.navigate(processor.url()))
          .hasMessageContaining("ERR_INVALID_AUTH_CREDENTIALS");
      Page page = known.pages().get(0);
      List<String> errors = Chromium.errors(page);
      assertThat(page.navigate(processor.url()).url()).startsWith("https://");
      assertThat(page.locator("#streams > li"))
          .hasCount(STREAMS, new HasCountOptions().setTimeout(PATIENCE_MILLIS));
      assertThat(page.locator("#link")).hasAttribute("data-state", "live");
      assertThat(errors).isEmpty();
    } finally {
      processor.stopServer();
      processor.startServer(port);
    }
  }

  private static StatusSettings guarded(Path keystore) {
    Optional<Keystore> tls = Optional.of(new Keystore(keystore, Certificates.PASSWORD));
    Optional<User> ann = Optional.of(new User("ann", "c4n4ry"));
    return StatusSettings.of(
        new HttpSettings("localhost", 0, 0, tls, ann, Optional.of("c4n4ry-token"), false), 0);
  }

  /** A page that was open when the server began to ask, for what a browser cannot give. */
  @Test
  void shouldSayThatTheServerAsksWhoItIs() {
    try (BrowserContext context = watching(ColorScheme.DARK, 1440, 900).context()) {
      Page page = context.pages().get(0);
      int port = processor.stopServer();
      Optional<String> token = Optional.of("c4n4ry-token");
      processor.startServer(
          StatusSettings.of(
              new HttpSettings("localhost", 0, 0, Optional.empty(), Optional.empty(), token, false),
              port));
      try {
        assertThat(page.locator("#link-text"))
            .containsText("who you are", new ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
      } finally {
        processor.stopServer();
        processor.startServer(port);
      }
    }
  }

  @Test
  void shouldTellMissingFromLate() {
    try (BrowserContext context = watching(ColorScheme.DARK, 1440, 900).context()) {
      Page page = context.pages().get(0);
      OddStream.send(frames, "odd");
      Locator row = page.locator("[data-stream='odd']");
      var wait = new ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
      assertThat(row.locator(".unseen")).containsText("video missing in 1", wait);
      assertThat(row.locator(".unseen")).containsText("video late in 1", wait);
      assertThat(row.locator(".unseen")).containsText("4 windows, 2 complete");
      row.click();
      page.locator("#detail details").last().locator("summary").click();
      Locator cells = page.locator("#detail details").last().locator("td");
      assertThat(cells.filter(new FilterOptions().setHasText("deadline"))).hasCount(2);
    } finally {
      processor.startServer(processor.stopServer()); // Its streams are 50 again.
    }
  }

  @Test
  void shouldShowEvidenceAndOffsets() {
    try (BrowserContext context = watching(ColorScheme.DARK, 1440, 900).context()) {
      Page page = context.pages().get(0);
      var wait = new HasCountOptions().setTimeout(PATIENCE_MILLIS);
      assertThat(page.locator("#detail .proof .share")).hasCount(2, wait);
      assertThat(page.locator("#detail .proof dt")).hasText(new String[] {"audio", "video"});
      for (Locator share : page.locator("#detail .proof .share").all()) {
        assertThat(share).hasText(Pattern.compile("[01]\\.\\d\\d"));
      }
      assertThat(page.locator("#offsets")).containsText("video: median 0.0 ms");
    }
  }

  @Test
  void shouldTellOfASwap() {
    try (BrowserContext context = watching(ColorScheme.DARK, 1440, 900).context()) {
      Page page = context.pages().get(0);
      var wait = new ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
      assertThat(page.locator("#models-of")).containsText("serving 1", wait);
      try (ModelPublisher publisher = cluster.publisher()) {
        Map<String, Metric> score = Map.of(Evaluation.FUSED, new Metric(0.75, 0.5, 0.875, 40));
        cluster.publish(publisher, cluster.bundle(2, cluster.app.plan(), score));
      }
      assertThat(page.locator("#models-of")).containsText("serving 2", wait);
      assertThat(page.locator("#said")).containsText("Model 2 serves now.");
      Locator newest = page.locator("#models tbody tr").first();
      assertThat(newest).containsText("2 serving");
      assertThat(newest).containsText("0.750");
      assertThat(page.locator("[data-metric='skewline_models_swaps_total']")).hasText("2");
    }
  }

  @Test
  void shouldStaySmoothWithFiftyStreams() {
    try (BrowserContext context = watching(ColorScheme.DARK, 1440, 900).context()) {
      Page page = context.pages().get(0);
      Page blank = context.newPage();
      Smoothness nothing = Smoothness.of(blank, Duration.ofSeconds(5));
      blank.close();
      Smoothness smooth = Smoothness.of(page, Duration.ofSeconds(10));
      System.out.println("an empty page: " + nothing);
      System.out.println("50 streams, 5 windows/s each: " + smooth);
      assertThat(smooth.nodesAfter()).isLessThan(2_500);
      assertThat(smooth.nodesAfter() - smooth.nodesBefore()).isLessThan(50);
      assertThat(smooth.processorShare()).isLessThan(0.25);
      // The machine may be busy with other things: beside an empty page, then.
      assertThat(smooth.framesPerSecond()).isGreaterThan(nothing.framesPerSecond() / 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"DARK, 1440, 900", "LIGHT, 1440, 900", "LIGHT, 390, 844", "DARK, 390, 844"})
  void shouldBeAccessible(ColorScheme colours, int width, int height) {
    try (BrowserContext context = watching(colours, width, height).context()) {
      Page page = context.pages().get(0);
      page.locator("details").all().forEach(details -> details.locator("summary").click());
      assertThat(Axe.violations(page)).isEmpty();
      Object overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assertThat(((Number) overflow).intValue()).as("wider than the screen by").isZero();
    }
  }

  @Test
  void shouldBeUsableByKeyboard() {
    try (BrowserContext context = watching(ColorScheme.DARK, 1440, 900).context()) {
      Page page = context.pages().get(0);
      Locator rows = page.locator("#streams button");
      rows.nth(0).focus();
      page.keyboard().press("ArrowDown");
      page.keyboard().press("Enter");
      assertThat(rows.nth(1)).hasAttribute("aria-pressed", "true");
      String id = rows.nth(1).getAttribute("data-stream");
      assertThat(page.locator("#detail-title")).hasText("Stream " + id);
      page.locator("#find").fill("cam-4");
      assertThat(page.locator("#streams > li:not([hidden])")).hasCount(11);
    }
  }

  @Test
  void shouldLoadNothingFromElsewhereAndReportNoError() {
    traffic = new SwapTraffic(frames, STREAMS);
    Page page = chromium.page(ColorScheme.DARK, 1440, 900);
    try (BrowserContext context = page.context()) {
      List<String> errors = Chromium.errors(page);
      List<String> urls = Chromium.requests(page);
      page.navigate(processor.url());
      assertThat(page.locator("#streams > li"))
          .hasCount(STREAMS, new HasCountOptions().setTimeout(PATIENCE_MILLIS));
      assertThat(page.locator("#models table")).isVisible();
      assertThat(page.locator("#plan svg")).isVisible();
      assertThat(errors).isEmpty();
      assertThat(urls).isNotEmpty().allMatch(url -> url.startsWith(processor.url()));
    }
  }
}
