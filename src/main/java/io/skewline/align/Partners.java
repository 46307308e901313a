// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Who goes with whom in nearest mode: of all pairs of an anchor and a frame of one modality within
 * the tolerance, the closest first, each anchor and each frame once; of equal distances the earlier
 * anchor, then the earlier frame, then the lower sequence. A pair is decided as soon as it is
 * certain: each is the other's nearest of what is there, and whatever may still come, by the
 * watermarks of both modalities, is further away from either. So what is decided never depends on
 * the order of arrival. One thread.
 */
final class Partners {
  private final Watermarks watermarks;
  private final int anchor;
  private final long tolerance;
  private final BiConsumer<WindowState, WaitingFrame> take;

  /** While everything is decided as it stands, nothing more is expected. */
  private boolean last;

  Partners(
      Watermarks watermarks,
      int anchor,
      long toleranceMicros,
      BiConsumer<WindowState, WaitingFrame> take) {
    this.watermarks = watermarks;
    this.anchor = anchor;
    this.tolerance = toleranceMicros;
    this.take = take;
  }

  long time(WindowState window) {
    return window.startMicros + tolerance;
  }

  /** Decides what is certain. */
  void decide(StreamState stream) {
    for (int m = 0; m < stream.waiting.length; m++) {
      if (m != anchor) {
        decide(stream, m);
      }
    }
  }

  /** From the first anchor whose time the modality has not passed on, none is certain. */
  private void decide(StreamState stream, int m) {
    long passed = passed(stream, m);
    OpenWindows open = stream.open;
    for (int i = 0; i < open.size() && time(open.get(i)) < passed; i++) {
      decide(open.get(i), m);
    }
  }

  /** Decides everything, as if nothing more could come. */
  void decideAll(StreamState stream) {
    last = true;
    decide(stream);
    last = false;
  }

  private boolean decide(WindowState window, int m) {
    while (!window.decided(m)) {
      WaitingFrame nearest = nearest(window, m);
      if (nearest == null) {
        if (passed(window.stream, m) <= time(window) + tolerance) {
          return false;
        }
        window.decide(m);
        return true;
      }
      WindowState rival = nearestAnchor(nearest, m);
      if (rival == window) {
        if (!certain(window, nearest)) {
          return false;
        }
        window.decide(m);
        take.accept(window, nearest);
      } else if (!decide(rival, m)) {
        // The rival is nearer to the frame than this one: the chain of rivals ends.
        return false;
      }
    }
    return true;
  }

  private boolean certain(WindowState window, WaitingFrame nearest) {
    long distance = Math.abs(nearest.time - time(window));
    return passed(window.stream, nearest.modality) > time(window) + distance
        && passed(window.stream, anchor) > nearest.time + distance;
  }

  private long passed(StreamState stream, int modality) {
    return last ? Watermarks.PASSED_ALL : watermarks.of(stream, modality);
  }

  /** Of the waiting frames within the tolerance, null for none. */
  private WaitingFrame nearest(WindowState window, int m) {
    WaitingFrames waiting = window.stream.waiting(m);
    long time = time(window);
    WaitingFrame nearest = null;
    for (int i = waiting.firstAt(time - tolerance); i < waiting.size(); i++) {
      WaitingFrame each = waiting.get(i);
      if (each.time > time + tolerance) {
        break;
      }
      if (nearest == null || Math.abs(each.time - time) < Math.abs(nearest.time - time)) {
        nearest = each;
      }
    }
    return nearest;
  }

  /** Of the anchors without a decision on the frame's modality: the last before it or the next. */
  private WindowState nearestAnchor(WaitingFrame frame, int m) {
    WindowState before = null;
    OpenWindows open = frame.stream.open;
    for (int i = 0; i < open.size(); i++) {
      WindowState each = open.get(i);
      if (!each.decided(m) && time(each) >= frame.time) {
        boolean nearer = before == null || time(each) - frame.time < frame.time - time(before);
        return nearer ? each : before;
      }
      before = each.decided(m) ? before : each;
    }
    return before;
  }

  /**
   * The anchor that a window waits for, though its own time is over for every modality: the first
   * without its decisions, or whoever that one's nearest frames are nearer to, and so on.
   */
  WindowState holder(WindowState window) {
    OpenWindows open = window.stream.open;
    for (int i = 0; i < open.size(); i++) {
      for (int m = 0; m < open.get(i).pools.length; m++) {
        if (!open.get(i).decided(m)) {
          return holder(open.get(i), m);
        }
      }
    }
    return window;
  }

  private WindowState holder(WindowState window, int m) {
    WaitingFrame nearest = nearest(window, m);
    WindowState rival = nearest == null ? window : nearestAnchor(nearest, m);
    return rival == window ? window : holder(rival, m);
  }

  /** For a window that can wait no longer: the nearest frames that are no other anchor's first. */
  void takeWhatIsThere(WindowState window) {
    for (int m = 0; m < window.pools.length; m++) {
      WaitingFrame best = null;
      WaitingFrames waiting = window.stream.waiting(m);
      for (int i = 0; !window.decided(m) && i < waiting.size(); i++) {
        WaitingFrame each = waiting.get(i);
        long distance = Math.abs(each.time - time(window));
        if (distance <= tolerance
            && nearestAnchor(each, m) == window
            && (best == null || distance < Math.abs(best.time - time(window)))) {
          best = each;
        }
      }
      window.decide(m);
      if (best != null) {
        take.accept(window, best);
      }
    }
  }

  /** Hands over the waiting frames that no anchor can take any more. */
  void hopeless(StreamState stream, Consumer<WaitingFrame> to) {
    long passed = watermarks.of(stream, anchor);
    for (WaitingFrames waiting : stream.waiting) {
      int at = 0;
      while (waiting != null && at < waiting.size() && waiting.get(at).time + tolerance < passed) {
        if (wanted(waiting.get(at))) {
          at++;
        } else {
          to.accept(waiting.get(at));
        }
      }
    }
  }

  /** Whether an anchor without a decision is near enough. */
  boolean wanted(WaitingFrame frame) {
    OpenWindows open = frame.stream.open;
    for (int i = 0; i < open.size(); i++) {
      WindowState each = open.get(i);
      if (!each.decided(frame.modality) && Math.abs(time(each) - frame.time) <= tolerance) {
        return true;
      }
    }
    return false;
  }
}
