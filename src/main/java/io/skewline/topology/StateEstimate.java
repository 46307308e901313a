// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.Item;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Nearest;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.modality.ModalitySpec;
import io.skewline.serve.NoModel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How large align's state may grow, reckoned from the topology file before anything is read. What
 * the file does not tell, the rate of the frames, is taken from the limits.
 *
 * @param holds what a stream holds at most, in words
 * @param streamBytes of one stream
 * @param heldBytes of the windows of one partition that wait for a first model
 * @param taskBytes of one partition, all its streams together and within align.limits.bytesPerTask
 */
public record StateEstimate(
    String holds, long streamBytes, long heldBytes, Limits limits, long taskBytes, int partitions) {
  private static final long PER_STREAM = 512;
  private static final long PER_WINDOW = 512;
  private static final long PER_POOL = 256;
  private static final long PER_FRAME = 128;
  private static final long PER_LAYER = 48;

  /**
   * @param partitions of each topic that is joined, wherever their tasks run
   */
  public static StateEstimate of(FusionApp app, int partitions) {
    AlignSettings align = app.align();
    Limits limits = align.limits();
    boolean replay = align.time() == TimeMode.REPLAY;
    if (align.windowing() instanceof Nearest nearest) {
      return anchors(app, nearest, partitions);
    }
    long windows = replay ? limits.windowsPerStream() : openWindows(align);
    long window = PER_WINDOW + (replay ? framesBytes(app.specs(), limits) : pools(app.specs()));
    String holds =
        replay
            ? "%,d open windows (align.limits.windowsPerStream) of %,d whole frames (align.limits.framesPerWindow)"
                .formatted(windows, limits.framesPerWindow())
            : "%,d open windows of %s".formatted(windows, bytes(window));
    return of(app, holds, windows * window, partitions);
  }

  private static StateEstimate of(FusionApp app, String holds, long streamBytes, int partitions) {
    Limits limits = app.align().limits();
    long held = held(app);
    // In doubles: a product of limits may exceed a long.
    double all = (double) (PER_STREAM + streamBytes) * limits.streamsPerTask() + held;
    long taskBytes = (long) Math.min(all, limits.bytesPerTask());
    return new StateEstimate(holds, PER_STREAM + streamBytes, held, limits, taskBytes, partitions);
  }

  /** Closed windows keep one vector of each layer, however they are joined. */
  private static long held(FusionApp app) {
    return app.fuse().noModel() instanceof NoModel.Hold hold
        ? Math.min(
            hold.windows() * (PER_WINDOW + pools(app.specs())),
            app.align().limits().bytesPerTask() / 2)
        : 0;
  }

  /** Until its deadline a window may stay open; an item's length is not known. */
  private static long openWindows(AlignSettings align) {
    int most = align.limits().windowsPerStream();
    if (align.windowing() instanceof Item || !(align.windowing() instanceof Sliding sliding)) {
      return most;
    }
    Duration lateness =
        align.modalities().stream()
            .map(AlignSettings.AlignedModality::lateness)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    Duration open = sliding.size().plus(lateness).plus(align.timing().deadline());
    long hops = open.plus(sliding.hop()).minusNanos(1).dividedBy(sliding.hop());
    return Math.min(most, Math.max(1, hops));
  }

  private static long pools(List<ModalitySpec> specs) {
    return specs.stream().mapToLong(spec -> PER_POOL + vectors(spec)).sum();
  }

  private static long frame(ModalitySpec spec) {
    return PER_FRAME + vectors(spec);
  }

  private static long vectors(ModalitySpec spec) {
    return spec.layers() * (PER_LAYER + (long) spec.width() * Float.BYTES);
  }

  /** Of one window, all of them of the largest modality. */
  private static long framesBytes(List<ModalitySpec> specs, Limits limits) {
    return limits.framesPerWindow()
        * specs.stream().mapToLong(StateEstimate::frame).max().orElse(0);
  }

  /**
   * Anchors with a frame of each modality, and frames that wait for theirs within the tolerance.
   */
  private static StateEstimate anchors(FusionApp app, Nearest nearest, int partitions) {
    List<ModalitySpec> specs = app.specs();
    Limits limits = app.align().limits();
    long paired = PER_WINDOW + specs.stream().mapToLong(StateEstimate::frame).sum();
    long waiting =
        specs.stream()
            .filter(spec -> !spec.modality().equals(nearest.anchor()))
            .mapToLong(spec -> limits.framesPerWindow() * frame(spec))
            .sum();
    String holds =
        "%,d anchors (align.limits.windowsPerStream) of %s and, of each other modality, %,d frames within the tolerance (align.limits.framesPerWindow)"
            .formatted(limits.windowsPerStream(), bytes(paired), limits.framesPerWindow());
    return of(app, holds, limits.windowsPerStream() * paired + waiting, partitions);
  }

  public long totalBytes() {
    return taskBytes * partitions;
  }

  /**
   * In plain words.
   *
   * @param heapBytes of this process, which may hold all partitions or share them with others
   */
  public String words(long heapBytes) {
    return "a stream holds at most %s, %s; with %,d streams a partition (align.limits.streamsPerTask)%s and at most %s (align.limits.bytesPerTask) align's state may grow to %s a partition, %s over %d; this process has a heap of %s"
        .formatted(
            holds,
            bytes(streamBytes),
            limits.streamsPerTask(),
            heldBytes == 0
                ? ""
                : ", %s of windows held for a model (fusion.holdWindows)"
                    .formatted(bytes(heldBytes)),
            bytes(limits.bytesPerTask()),
            bytes(taskBytes),
            bytes(totalBytes()),
            partitions,
            bytes(heapBytes));
  }

  /**
   * @throws BadConfigException if the file bounds the state of all partitions and this may exceed
   *     it
   */
  public void require(FusionApp app, long heapBytes) {
    app.stateBytes()
        .filter(most -> totalBytes() > most)
        .ifPresent(
            most -> {
              throw new BadConfigException(
                  "the topology " + app.name(),
                  List.of(
                      "align.limits.stateBytes is '%s'; allowed: at least the estimate, %s, or lower align.limits: %s"
                          .formatted(bytes(most), bytes(totalBytes()), words(heapBytes))));
            });
  }

  /** In the units of the topology file, to one decimal. */
  private static String bytes(long bytes) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    String number = String.format(Locale.ROOT, "%.1f", value);
    return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
        + units[unit];
  }
}
