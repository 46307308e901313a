// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Prediction;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import io.skewline.models.ModelPublisher;
import io.skewline.network.NetworkBundleReader;
import io.skewline.network.SsfnShape;
import io.skewline.replay.FramePublisher;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred swaps in a running processor, and bad bundles in between. */
class SwapIT {
  private static final int SWAPS = 100;
  private static final int BAD_EVERY = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<Reason> BAD =
      List.of(Reason.BAD_FORMAT, Reason.TRUNCATED, Reason.NON_FINITE, Reason.WRONG_SCHEMA);

  @TempDir private Path dir;
  private final List<Bundle> versions = new ArrayList<>();

  @Test
  void shouldSwapUnderLoadWithoutALossALeakOrAMix() throws Exception {
    // Nothing closes by deadline: a load that is sent late is no loss.
    String align = "windows: { size: 200ms }, deadline: 30s";
    try (TestCluster cluster = new TestCluster(dir, 2, align, 8, "models.announce=0ms");
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()));
        ModelPublisher publisher = cluster.publisher();
        FramePublisher frames = Publishers.connect(cluster.app)) {
      versions.add(cluster.bundle(1));
      versions.add(cluster.bundle(2));
      versions.add(cluster.bundle(3, FusionPlan.pairwise(cluster.app.specs())));
      Bundle foreign = foreign(cluster);
      cluster.publish(publisher, versions.get(0));
      processor.start();
      assertThat(processor.active().swaps()).as("the active model is there first").isEqualTo(1);
      SwapTraffic traffic = new SwapTraffic(frames);

      long before = 0;
      for (int n = 1; n <= SWAPS; n++) {
        Bundle next = versions.get(n % versions.size());
        cluster.publish(publisher, next);
        int wanted = n + 1;
        await().atMost(PATIENCE).until(() -> processor.active().swaps() == wanted);
        if (n % BAD_EVERY == 0) {
          Reason reason = BAD.get(n / BAD_EVERY % BAD.size());
          double refused = refused(metrics, reason);
          cluster.publish(publisher, bad(reason, next, foreign));
          await().atMost(PATIENCE).until(() -> refused(metrics, reason) > refused);
          assertThat(processor.active().swaps()).as("after " + reason).isEqualTo(wanted);
        }
        if (n == SWAPS / 4) {
          before = usedBytes();
        }
      }
      assertThat(usedBytes() - before)
          .as("heap and direct memory over the last three quarters")
          .isLessThan(8L << 20);
      Set<WindowId> sent = traffic.end();
      await().atMost(PATIENCE).until(() -> seen(cluster).containsAll(sent));
      assertEachOnceAndOfOneVersion(cluster, sent);
    }
  }

  private static Set<WindowId> seen(TestCluster cluster) throws Exception {
    return cluster.predictions().stream().map(Prediction::window).collect(Collectors.toSet());
  }

  private void assertEachOnceAndOfOneVersion(TestCluster cluster, Set<WindowId> sent)
      throws Exception {
    List<FusionModel> aside = new ArrayList<>();
    for (Bundle bundle : versions) {
      aside.add(reader(cluster).read(bundle.bytes(), bundle.hash()));
    }
    List<Prediction> predictions = cluster.predictions();
    Set<WindowId> once = new TreeSet<>();
    Set<Long> served = new TreeSet<>();
    for (Prediction prediction : predictions) {
      assertThat(once.add(prediction.window())).as("one on " + prediction.window()).isTrue();
      if (sent.contains(prediction.window())) {
        assertThat(prediction.verdict()).isEqualTo(Verdict.FUSED);
        Prediction.Scored scored = prediction.scored().orElseThrow();
        int number = (int) scored.modelVersion() - 1;
        assertThat(scored.modelHash()).isEqualTo(versions.get(number).hash());
        float right =
            aside
                .get(number)
                .score(List.of(SwapTraffic.aligned(prediction.window())))
                .get(0)
                .scores()[0];
        assertThat(scored.score().scores()[0]).isCloseTo(right, within(1e-5f));
        served.add(scored.modelVersion());
      }
    }
    assertThat(once).containsAll(sent);
    assertThat(served).containsExactly(1L, 2L, 3L);
    aside.forEach(FusionModel::close);
  }

  private static NetworkBundleReader reader(TestCluster cluster) {
    return NetworkBundleReader.expecting(cluster.app.specs(), cluster.app.task());
  }

  /** For modalities that the topology has not. */
  private static Bundle foreign(TestCluster cluster) {
    List<ModalitySpec> others =
        cluster.app.specs().stream()
            .map(
                s ->
                    new ModalitySpec(
                        new Modality("not-" + s.modality().name()), s.layers(), s.width()))
            .toList();
    SsfnShape ours = cluster.app.shape();
    return cluster.bundle(
        9,
        new SsfnShape(
            ours.task(),
            others,
            FusionPlan.late(others),
            ours.block(),
            ours.width(),
            ours.combine()));
  }

  /** Hashes fit: only the reader can tell. */
  private static Bundle bad(Reason reason, Bundle good, Bundle foreign) {
    byte[] bytes = good.bytes().clone();
    switch (reason) {
      case WRONG_SCHEMA -> {
        return foreign;
      }
      case TRUNCATED -> bytes = Arrays.copyOf(bytes, bytes.length / 2);
      case NON_FINITE -> ByteBuffer.wrap(bytes).putFloat(bytes.length - Float.BYTES, Float.NaN);
      default -> bytes[0] ^= 1;
    }
    return Bundle.of(good.manifest(), bytes);
  }

  private static double refused(Metrics metrics, Reason reason) {
    Counter counter =
        metrics.registry().find("skewline.models.refused").tag("reason", reason.label()).counter();
    return counter == null ? 0 : counter.count();
  }

  /** Direct buffers go some time after the collection that found them unused. */
  private static long usedBytes() {
    long used = Long.MAX_VALUE;
    long before;
    do {
      before = used;
      System.gc();
      java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
      used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + directBytes();
    } while (used < before - (1 << 20));
    return used;
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct")) // The broker maps its indices.
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
