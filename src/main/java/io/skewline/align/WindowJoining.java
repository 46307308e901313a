// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Sliding;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tumbling, hopping and item windows.
 *
 * <p>Story, tumbling windows of 10, lateness 0, two modalities: A1 and B2 fall in [0, 10). A11: A's
 * watermark is 11, it has passed 10, but B's is 2: the window stays. A3 now is late, by A's own
 * watermark; B9 is not. B12: both have passed 10, the window closes with A1, B2, B9.
 */
final class WindowJoining implements Joining {
  private final WindowBook book;

  /** Zero for items, whose frames carry their own interval. */
  private final long sizeMicros;

  private final long hopMicros;

  /** Scratch: the windows that take the frame at hand. */
  private WindowState[] taking = new WindowState[2];

  WindowJoining(AlignSettings settings, WindowBook book) {
    this.book = book;
    Sliding sliding = settings.windowing() instanceof Sliding s ? s : null;
    this.sizeMicros = sliding == null ? 0 : sliding.size().toNanos() / 1000;
    this.hopMicros = sliding == null ? 1 : sliding.hop().toNanos() / 1000;
  }

  @Override
  public Optional<EndReason> add(StreamState stream, int modality, Frame frame, long nowMillis) {
    long time = frame.eventTimeMicros();
    long size = sizeMicros > 0 ? sizeMicros : Math.max(1, frame.durationMicros());
    long last = sizeMicros > 0 ? Math.floorDiv(time, hopMicros) * hopMicros : time;
    // Smallest n with n·hop + size > time.
    long first =
        sizeMicros > 0 ? Math.floorDiv(time - size, hopMicros) * hopMicros + hopMicros : time;
    long watermark = book.watermarks.of(stream, modality);
    EndReason refused = stream.ended[modality] ? EndReason.AFTER_END : EndReason.BEHIND_WATERMARK;
    if (watermark >= last + size) {
      // A copy too: whether its window still waits for other modalities must not matter.
      return refused.found();
    }
    if (isDuplicate(stream, modality, frame.sequence())) {
      return EndReason.SAME_SEQUENCE.found();
    }
    int count = 0;
    for (long start = first; start <= last; start += hopMicros) {
      if (watermark >= start + size) {
        continue;
      }
      EndReason reason = take(stream, modality, frame, start, start + size, count, nowMillis);
      if (reason == null) {
        count++;
      } else if (refused.outcome() != io.skewline.modality.Outcome.OVERFLOW) {
        refused = reason;
      }
    }
    if (count == 0) {
      return refused.found();
    }
    addTo(count, modality, frame);
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
    return false;
  }

  /** Puts the window among those that take the frame, or says why it does not. */
  private EndReason take(
      StreamState stream,
      int modality,
      Frame frame,
      long start,
      long end,
      int count,
      long nowMillis) {
    if (stream.wasClosedEarly(start, end)) {
      return EndReason.CLOSED_EARLY;
    }
    WindowState window = stream.open.find(start, end);
    EndReason reason = book.bound(stream, window, modality, frame);
    if (reason != null) {
      return reason;
    }
    if (window == null) {
      window = book.open(stream, start, end, frame.eventTimeMicros());
      book.startDeadline(window, nowMillis);
    }
    if (count == taking.length) {
      taking = Arrays.copyOf(taking, 2 * count);
    }
    taking[count] = window;
    return null;
  }

  private void addTo(int count, int modality, Frame frame) {
    for (int i = 0; i < count; i++) {
      book.add(taking[i], modality, frame, count == 1);
    }
    book.count(modality, frame, taking, count);
  }

  @Override
  public void advance(StreamState stream, long triggerMillis) {
    long lowest = book.watermarks.lowest(stream);
    while (!stream.open.isEmpty() && stream.open.first().id.endMicros() <= lowest) {
      ClosingReason reason = stream.allEnded() ? ClosingReason.SESSION_END : ClosingReason.COMPLETE;
      book.close(stream.open.first(), reason, List.of(), triggerMillis);
    }
    stream.forgetClosedEarly(lowest);
    if (book.eager()) {
      look(stream, triggerMillis);
    }
  }

  private void look(StreamState stream, long triggerMillis) {
    long newest = book.watermarks.newest(stream);
    for (WindowState window : stream.open.toArray()) {
      if (window.early == WindowState.Early.NONE && window.id.endMicros() <= newest) {
        book.look(window, triggerMillis);
      }
    }
  }

  @Override
  public void closeAll(StreamState stream, ClosingReason reason, long triggerMillis) {
    while (!stream.open.isEmpty()) {
      WindowState window = stream.open.first();
      book.close(window, reason, silent(window), triggerMillis);
    }
  }

  @Override
  public boolean due(Object what, Predicate<Modality> read) {
    WindowState window = (WindowState) what;
    List<Modality> silent = silent(window);
    if (!silent.stream().allMatch(read)) {
      return false;
    }
    book.close(window, ClosingReason.DEADLINE, silent, window.deadlineMillis);
    return true;
  }

  private List<Modality> silent(WindowState window) {
    return book.watermarks.silent(window.stream, window.id.endMicros());
  }

  @Override
  public void startDeadlines(StreamState stream, long nowMillis) {
    for (WindowState window : stream.open.toArray()) {
      book.startDeadline(window, nowMillis);
    }
  }
}
