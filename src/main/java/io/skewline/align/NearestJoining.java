// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Nearest;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Each anchor frame with the nearest frame of every other modality, at most a tolerance away, each
 * frame used at most once. The window of an anchor at t is [t − tolerance, t + tolerance]. Which
 * frame is whose is {@link Partners}' decision; anchors leave in the order of their times.
 *
 * <p>A frame is late if its own modality's watermark has passed its event time. Anchor frames of
 * one instant are one anchor, pooled.
 *
 * <p>Story, tolerance 20, lateness 0, anchor A: A100, B110: B110 is ten away, but a B between 100
 * and 110 may yet come. B111: none can, and B110 would be nearer to an A up to 120 only. A140: no A
 * below 140 can come, so A100 takes B110 and closes. B111 waits on: it is A140's if nothing nearer
 * comes and it is within 20, which it is not, so it ends without an anchor.
 */
final class NearestJoining implements Joining {
  private final WindowBook book;
  private final Partners partners;
  private final int anchor;
  private final long toleranceMicros;
  private final WindowState[] one = new WindowState[1];

  /** Made once: every frame asks for it. */
  private final Consumer<WaitingFrame> unpaired;

  NearestJoining(AlignSettings settings, WindowBook book) {
    Nearest nearest = (Nearest) settings.windowing();
    this.book = book;
    this.unpaired = book::unpaired;
    this.anchor = settings.names().indexOf(nearest.anchor());
    this.toleranceMicros = nearest.tolerance().toNanos() / 1000;
    this.partners = new Partners(book.watermarks, anchor, toleranceMicros, this::take);
  }

  @Override
  public Optional<EndReason> add(StreamState stream, int modality, Frame frame, long nowMillis) {
    if (book.watermarks.of(stream, modality) > frame.eventTimeMicros()) {
      EndReason late = stream.ended[modality] ? EndReason.AFTER_END : EndReason.BEHIND_WATERMARK;
      return late.found();
    }
    if (isDuplicate(stream, modality, frame.sequence())) {
      return EndReason.SAME_SEQUENCE.found();
    }
    EndReason refused =
        modality == anchor
            ? addAnchor(stream, frame, nowMillis)
            : addWaiting(stream, modality, frame, nowMillis);
    if (refused != null) {
      return refused.found();
    }
    stream.topSequence[modality] = Math.max(stream.topSequence[modality], frame.sequence());
    return Optional.empty();
  }

  private static boolean isDuplicate(StreamState stream, int modality, long sequence) {
    if (sequence > stream.topSequence[modality]) {
      return false;
    }
    for (int i = 0; i < stream.open.size(); i++) {
      if (stream.open.get(i).holds(modality, sequence)) {
        return true;
      }
    }
    return stream.waiting(modality).holds(sequence);
  }

  private EndReason addAnchor(StreamState stream, Frame frame, long nowMillis) {
    long start = frame.eventTimeMicros() - toleranceMicros;
    long end = frame.eventTimeMicros() + toleranceMicros + 1;
    if (stream.wasClosedEarly(start, end)) {
      return EndReason.CLOSED_EARLY;
    }
    WindowState window = stream.open.find(start, end);
    EndReason reason = book.bound(stream, window, anchor, frame);
    if (reason != null) {
      return reason;
    }
    if (window == null) {
      window = book.open(stream, start, end, frame.eventTimeMicros());
      window.decide(anchor);
      book.startDeadline(window, nowMillis);
    }
    put(window, anchor, frame, Pool.bytes(frame));
    return null;
  }

  private EndReason addWaiting(StreamState stream, int modality, Frame frame, long nowMillis) {
    if (stream.waiting(modality).size() >= book.framesPerWindow()) {
      return EndReason.FRAMES_PER_WINDOW;
    }
    if (!book.hasRoom(frame)) {
      return EndReason.BYTES_PER_TASK;
    }
    WaitingFrame waiting = new WaitingFrame(stream, modality, frame);
    book.wait(waiting);
    startDeadline(waiting, nowMillis);
    return null;
  }

  /** The last anchor that may take it is a tolerance away, and waits another one beyond. */
  private void startDeadline(WaitingFrame waiting, long nowMillis) {
    book.startDeadline(waiting, 2 * toleranceMicros + 1, nowMillis);
  }

  private void put(WindowState window, int modality, Frame frame, long bytes) {
    book.add(window, modality, frame, bytes, true);
    one[0] = window;
    book.count(modality, frame, one, 1);
  }

  private void take(WindowState window, WaitingFrame waiting) {
    put(window, waiting.modality, book.taken(waiting), waiting.bytes);
  }

  @Override
  public void advance(StreamState stream, long triggerMillis) {
    partners.decide(stream);
    long passed = book.watermarks.of(stream, anchor);
    while (!stream.open.isEmpty()
        && stream.open.first().allDecided()
        && passed > partners.time(stream.open.first())) {
      ClosingReason reason = stream.allEnded() ? ClosingReason.SESSION_END : ClosingReason.COMPLETE;
      book.close(stream.open.first(), reason, List.of(), triggerMillis);
    }
    partners.hopeless(stream, unpaired);
    for (int m = 0; m < stream.waiting.length; m++) {
      if (stream.waiting[m] != null) {
        stream.waiting[m].forgetSpentBefore(book.watermarks.of(stream, m));
      }
    }
    stream.forgetClosedEarly(book.watermarks.lowest(stream));
  }

  @Override
  public void closeAll(StreamState stream, ClosingReason reason, long triggerMillis) {
    List<List<Modality>> silent = new ArrayList<>();
    for (int i = 0; i < stream.open.size(); i++) {
      silent.add(silent(stream.open.get(i)));
    }
    partners.decideAll(stream);
    for (int i = 0; !stream.open.isEmpty(); i++) {
      book.close(stream.open.first(), reason, silent.get(i), triggerMillis);
    }
    for (WaitingFrames waiting : stream.waiting) {
      while (waiting != null && waiting.size() > 0) {
        book.unpaired(waiting.get(0));
      }
    }
  }

  @Override
  public boolean due(Object what, Predicate<Modality> read) {
    if (what instanceof WaitingFrame waiting) {
      boolean silent = read.test(book.modalities().get(anchor)) && !partners.wanted(waiting);
      if (silent) {
        book.unpaired(waiting);
      }
      return silent;
    }
    WindowState window = (WindowState) what;
    List<Modality> silent = silent(window);
    if (silent.isEmpty()) {
      silent = silent(partners.holder(window));
    }
    if (!silent.stream().allMatch(read)) {
      return false;
    }
    partners.takeWhatIsThere(window);
    book.close(window, ClosingReason.DEADLINE, silent, window.deadlineMillis);
    advance(window.stream, window.deadlineMillis);
    return true;
  }

  /** The modalities whose time has not passed the window and all that it could take. */
  private List<Modality> silent(WindowState window) {
    List<Modality> silent = new ArrayList<>();
    for (int m = 0; m < book.modalities().size(); m++) {
      long watermark = book.watermarks.of(window.stream, m);
      boolean passed =
          m == anchor
              ? watermark > partners.time(window) + 2 * toleranceMicros
              : window.decided(m) || watermark >= window.id.endMicros();
      if (!passed) {
        silent.add(book.modalities().get(m));
      }
    }
    return silent;
  }

  @Override
  public void startDeadlines(StreamState stream, long nowMillis) {
    for (WindowState window : stream.open.toArray()) {
      book.startDeadline(window, nowMillis);
    }
    for (WaitingFrames waiting : stream.waiting) {
      for (int i = 0; waiting != null && i < waiting.size(); i++) {
        startDeadline(waiting.get(i), nowMillis);
      }
    }
  }
}
