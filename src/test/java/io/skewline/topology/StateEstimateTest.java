// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two modalities of 2 layers × 3 floats: 120 bytes of vectors, 376 a pool, 248 a frame. */
class StateEstimateTest {
  private static final long POOLS = 512 + 2 * 376;
  private static final long FRAME = 248;

  private static StateEstimate estimate(int partitions, String... overrides) {
    return StateEstimate.of(Fixtures.app(overrides), partitions);
  }

  private static long ofOneStream(String... overrides) {
    return estimate(1, overrides).streamBytes() - 512;
  }

  @ParameterizedTest
  @CsvSource({
    // size 1 s and D 500 ms; lateness, hop, windows
    "0ms, 1s, 2",
    "500ms, 1s, 2",
    "501ms, 1s, 3",
    "0ms, 500ms, 3",
    "0ms, 100ms, 15",
    "0ms, 1ms, 256",
  })
  void shouldKeepWindowsOpenUntilTheirDeadline(String lateness, String hop, long windows) {
    assertThat(ofOneStream("streams.video.lateness=" + lateness, "align.windows.hop=" + hop))
        .isEqualTo(windows * POOLS);
  }

  @Test
  void shouldGrowWithLayersAndWidth() {
    assertThat(ofOneStream("streams.video.width=1003") - ofOneStream())
        .isEqualTo(2 * 2 * 1000 * Float.BYTES);
  }

  @Test
  void shouldTakeItemsAsLongAsTheLimitAllows() {
    assertThat(ofOneStream("align.windows=item")).isEqualTo(256 * POOLS);
  }

  @Test
  void shouldKeepWholeFramesInReplay() {
    assertThat(
            ofOneStream(
                "align.time=replay",
                "models.version=1",
                "align.limits.framesPerWindow=10",
                "align.limits.windowsPerStream=3"))
        .isEqualTo(3 * (512 + 10 * FRAME));
  }

  @Test
  void shouldKeepAnchorsAndWhatMayBecomeTheirPartners() {
    assertThat(
            ofOneStream(
                "align.nearest={anchor: audio}",
                "align.limits.framesPerWindow=10",
                "align.limits.windowsPerStream=3"))
        .isEqualTo(3 * (512 + 2 * FRAME) + 10 * FRAME);
  }

  @Test
  void shouldBeBoundedByStreamsAndByBytes() {
    StateEstimate few = estimate(4, "align.limits.streamsPerTask=10");
    assertThat(few.taskBytes()).isEqualTo(10 * (512 + 2 * POOLS));
    assertThat(few.totalBytes()).isEqualTo(4 * few.taskBytes());
    StateEstimate many =
        estimate(4, "align.limits.streamsPerTask=10000000", "align.limits.bytesPerTask=1GB");
    assertThat(many.taskBytes()).isEqualTo(1_000_000_000);
    assertThat(many.totalBytes()).isEqualTo(4_000_000_000L);
    assertThat(
            estimate(
                    1,
                    "align.limits.streamsPerTask=10000000",
                    "align.limits.windowsPerStream=100000",
                    "align.limits.framesPerWindow=1000000",
                    "align.limits.bytesPerTask=1TB",
                    "align.time=replay",
                    "models.version=1")
                .taskBytes())
        .as("no overflow")
        .isEqualTo(1_000_000_000_000L);
  }

  @Test
  void shouldSayWhatItReckonsWith() {
    assertThat(estimate(4).words(268_435_456))
        .isEqualTo(
            "a stream holds at most 2 open windows of 1.3KB, 3KB; with 100,000 streams a partition"
                + " (align.limits.streamsPerTask) and at most 512MB (align.limits.bytesPerTask)"
                + " align's state may grow to 304MB a partition, 1.2GB over 4; this process has a"
                + " heap of 268.4MB");
  }

  @Test
  void shouldCountTheWindowsThatWaitForAModel() {
    StateEstimate holding =
        estimate(
            4, "align.limits.streamsPerTask=10", "fusion.noModel=hold", "fusion.holdWindows=100");
    assertThat(holding.heldBytes()).isEqualTo(100 * POOLS);
    assertThat(holding.taskBytes()).isEqualTo(10 * (512 + 2 * POOLS) + 100 * POOLS);
    assertThat(holding.words(1))
        .contains(
            "(align.limits.streamsPerTask), ", " of windows held for a model (fusion.holdWindows)");
    assertThat(
            estimate(
                    1,
                    "fusion.noModel=hold",
                    "fusion.holdWindows=1000000",
                    "align.limits.bytesPerTask=1MB")
                .heldBytes())
        .as("over half of bytesPerTask the oldest are dropped")
        .isEqualTo(500_000);
  }

  @Test
  void shouldRefuseOnlyAboveWhatIsConfigured() {
    FusionApp unbounded = Fixtures.app();
    assertThatCode(() -> StateEstimate.of(unbounded, 100).require(unbounded, 1))
        .doesNotThrowAnyException();
    FusionApp app = Fixtures.app("align.limits.stateBytes=700MB");
    assertThatCode(() -> StateEstimate.of(app, 2).require(app, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> StateEstimate.of(app, 4).require(app, 1))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("align.limits.stateBytes is '700MB'")
        .hasMessageContaining("allowed: at least the estimate, 1.2GB");
  }
}
