// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.fusion.FrameLayers;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.network.encoder.Encoder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Plays a dataset once: frames at their (jittered) event times across all streams, each label at
 * its interval's end, and after a stream's last frame an end-of-stream marker of each modality; at
 * the latest when the run ends, whatever ends it. Zero of the dataset becomes now at speed 1, and
 * for N times real time now − span × (1 − 1/N), rounded down to a whole window, so that no frame is
 * ahead of the wall clock. {@link #run()} is for one thread; {@link #close()} may be called by any.
 */
public final class ReplayRun implements AutoCloseable {
  /** Items read and encoded ahead of their first frame's time. */
  private static final int READ_AHEAD = 16;

  private final Dataset dataset;
  private final ReplaySettings settings;
  private final FrameSink publisher;
  private final Clock clock;
  private final ReplayListener listener;
  private final ItemEncoder encoder;
  private final StreamEnds ends;
  private final WireBytes wire = new WireBytes();
  private final long windowMicros;
  private final long startMicros;
  private final long baseMicros;
  private final long endMicros;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMicros).thenComparingLong(Due::number));
  private long numbers;
  private long frames;
  private long labels;

  private record Due(long atMicros, long number, Runnable publish) {}

  /**
   * @param encoders by modality; frames of other modalities are not published
   * @param publisher stays open
   * @throws IllegalArgumentException as {@link #requireEnd} does
   */
  public ReplayRun(
      Dataset dataset,
      Map<Modality, Encoder> encoders,
      ReplaySettings settings,
      FrameSink publisher,
      Clock clock,
      ReplayListener listener) {
    this.dataset = dataset;
    this.settings = settings;
    this.publisher = publisher;
    this.clock = clock;
    this.listener = listener;
    requireEnd(dataset, settings);
    this.endMicros = end(dataset, settings);
    this.windowMicros =
        settings.layers().window().map(w -> w.toNanos() / 1000).orElse(dataset.windowMicros());
    this.startMicros = now();
    this.baseMicros = base();
    this.encoder = new ItemEncoder(encoders, settings, baseMicros);
    this.ends = new StreamEnds(encoders.keySet(), encoder.session(), publisher);
  }

  private static long end(Dataset dataset, ReplaySettings settings) {
    long limit = settings.limit().map(d -> d.toNanos() / 1000).orElse(Long.MAX_VALUE);
    return Math.min(limit, dataset.spanMicros().orElse(Long.MAX_VALUE));
  }

  /**
   * @throws IllegalArgumentException where a data set without end would be played without a limit,
   *     faster than real time
   */
  public static void requireEnd(Dataset dataset, ReplaySettings settings) {
    if (end(dataset, settings) == Long.MAX_VALUE && settings.speed() > 1) {
      throw new IllegalArgumentException(
          dataset.name() + " has no end: faster than real time it needs a limit");
    }
  }

  private long base() {
    double ahead = settings.speed() <= 1 ? 0 : endMicros * (1 - 1 / settings.speed());
    return Math.floorDiv(startMicros - (long) ahead, dataset.windowMicros())
        * dataset.windowMicros();
  }

  /** What event time the dataset's zero became, microseconds since the Unix epoch. */
  public long baseMicros() {
    return baseMicros;
  }

  /** Event time at which the set changes, or its noise begins; empty if neither happens. */
  public OptionalLong changeMicros() {
    OptionalLong change = dataset.changeMicros();
    if (change.isEmpty() && !settings.noise().isEmpty() && !settings.noiseFrom().isZero()) {
      change = OptionalLong.of(settings.noiseFrom().toNanos() / 1000);
    }
    return change.isEmpty() ? change : OptionalLong.of(baseMicros + change.getAsLong());
  }

  /** Until the end, the limit or {@link #close()}; flushes before it returns. */
  public ReplayListener.Progress run() throws InterruptedException {
    Iterator<Item> items = dataset.items();
    boolean more = true;
    for (long number = 0; more && open(); number++) {
      Item item = items.hasNext() ? items.next() : null;
      more = item != null && item.startMicros() < endMicros;
      long until = more ? item.startMicros() : Long.MAX_VALUE;
      // Reading ahead by a few items only: what is due before this item's start can go now.
      if (!more || number % READ_AHEAD == 0) {
        publishBefore(until);
        listener.progressed(progress(Math.min(until, endMicros)));
      }
      if (more) {
        add(item, number);
      }
    }
    if (settings.endMarkers()) {
      ends.endAll();
    }
    publisher.flush();
    return progress(endMicros);
  }

  /** What the frames so far took; for the thread of {@link #run()}, and for all once it is over. */
  public WireBytes wire() {
    return wire;
  }

  private void add(Item item, long number) {
    for (ItemEncoder.Arrival arrival : encoder.encode(item, number)) {
      add(arrival.atMicros(), () -> publish(arrival.frame()));
      ends.expect(item.stream(), arrival.atMicros());
    }
    long delay = settings.labelDelay().toNanos() / 1000;
    for (Label label : item.labels()) {
      add(label.endMicros() + delay, () -> publish(label));
    }
    if (item.last() && settings.endMarkers()) {
      ends.lastArrival(item.stream()).ifPresent(at -> add(at, () -> ends.end(item.stream())));
    }
  }

  private void add(long atMicros, Runnable publish) {
    due.add(new Due(atMicros, numbers++, publish));
  }

  private void publish(Frame frame) {
    long number =
        Math.floorDiv(frame.eventTimeMicros(), windowMicros)
            - Math.floorDiv(baseMicros, windowMicros);
    FrameLayers layers = settings.layers().of(frame.stream(), number, settings.seed());
    int bytes = publisher.publish(frame.with(layers.of(frame.modality(), frame.layers())));
    wire.add(frame.stream(), number, bytes, layers.equals(FrameLayers.ALL));
    ends.published(frame);
    frames++;
  }

  private void publish(Label label) {
    publisher.publish(based(label));
    labels++;
  }

  private Label based(Label label) {
    return new Label(
        label.stream(),
        baseMicros + label.startMicros(),
        baseMicros + label.endMicros(),
        label.target(),
        label.split(),
        label.group());
  }

  private void publishBefore(long until) throws InterruptedException {
    while (!due.isEmpty() && due.peek().atMicros() < until && waited(due.peek().atMicros())) {
      due.remove().publish().run();
    }
  }

  /** False if the run was closed meanwhile. */
  private boolean waited(long atMicros) throws InterruptedException {
    if (Double.isInfinite(settings.speed())) {
      return open();
    }
    long wait = startMicros + (long) (atMicros / settings.speed()) - now();
    return wait <= 0 ? open() : !closed.await(wait, TimeUnit.MICROSECONDS);
  }

  private boolean open() {
    return closed.getCount() > 0;
  }

  private ReplayListener.Progress progress(long atMicros) {
    double fraction = endMicros == Long.MAX_VALUE ? Double.NaN : (double) atMicros / endMicros;
    return new ReplayListener.Progress(frames, labels, fraction);
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  /** Ends the run soon; frames that are not published yet are not published. */
  @Override
  public void close() {
    closed.countDown();
  }
}
