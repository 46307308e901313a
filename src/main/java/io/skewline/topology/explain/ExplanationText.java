// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.modality.FrameEnd;
import io.skewline.modality.WindowId;
import io.skewline.topology.explain.Explanation.Account;
import io.skewline.topology.explain.Explanation.Gap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An explanation as lines for people. */
public final class ExplanationText {
  /** Of one account; more would hide the rest. */
  private static final int MOST_RANGES = 8;

  private final List<String> lines = new ArrayList<>();

  private ExplanationText() {}

  public static List<String> lines(Explanation explanation) {
    ExplanationText text = new ExplanationText();
    text.head(explanation);
    Optional<WindowId> window = Optional.empty();
    String sentence = "";
    boolean first = true;
    for (Account account : explanation.accounts()) {
      if (first || !account.window().equals(window)) {
        text.lines.add(account.window().map(ExplanationText::window).orElse("no window"));
        sentence = "";
      }
      if (!account.sentence().equals(sentence)) {
        text.lines.add("  " + account.sentence());
      }
      text.lines.add("    " + frames(account));
      window = account.window();
      sentence = account.sentence();
      first = false;
    }
    text.tail(explanation);
    return text.lines;
  }

  private void head(Explanation explanation) {
    long frames = explanation.accounts().stream().mapToLong(a -> a.frames().size()).sum();
    lines.add(
        "stream %s, %s to %s: %s"
            .formatted(
                explanation.stream(),
                time(explanation.fromMicros()),
                time(explanation.toMicros()),
                frames == 0 ? "no frame has ended" : count(frames, "frame")));
  }

  private void tail(Explanation explanation) {
    for (Gap gap : explanation.gaps()) {
      lines.add(
          "%s: %s %s no outcome: never received, or in a window that is still open"
              .formatted(
                  gap.modality(),
                  range(gap.firstSequence(), gap.lastSequence(), true),
                  gap.firstSequence() == gap.lastSequence() ? "has" : "have"));
    }
    if (explanation.unreadable() > 0) {
      lines.add(count(explanation.unreadable(), "record") + " of the ledger topic: unreadable");
    }
  }

  private static String window(WindowId id) {
    return "window [%s, %s), epoch %d"
        .formatted(time(id.startMicros()), time(id.endMicros()), id.epoch());
  }

  /**
   * e.g. {@code audio: 25 frames, 0 to 24, at 2026-01-01T00:00:00Z to 2026-01-01T00:00:00.960Z}.
   */
  private static String frames(Account account) {
    List<FrameEnd.Ref> frames = account.frames();
    String from = time(frames.get(0).eventTimeMicros());
    String to = time(frames.get(frames.size() - 1).eventTimeMicros());
    boolean unread = frames.get(0).sequence() < 0;
    return "%s: %s%s, %s%s"
        .formatted(
            account.modality(),
            count(frames.size(), unread ? "unreadable record" : "frame"),
            unread ? "" : ", " + ranges(frames),
            unread ? "appended at " : "at ",
            from.equals(to) ? from : from + " to " + to);
  }

  private static String ranges(List<FrameEnd.Ref> frames) {
    List<String> ranges = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= frames.size(); i++) {
      long last = frames.get(i - 1).sequence();
      if (i == frames.size() || frames.get(i).sequence() != last + 1) {
        ranges.add(range(frames.get(first).sequence(), last, ranges.isEmpty()));
        first = i;
      }
    }
    return ranges.size() <= MOST_RANGES
        ? String.join(", ", ranges)
        : String.join(", ", ranges.subList(0, MOST_RANGES)) + " …";
  }

  private static String range(long first, long last, boolean named) {
    String name = named ? "sequence " : "";
    return first == last ? name + first : "%s%d to %d".formatted(name, first, last);
  }

  private static String count(long n, String what) {
    return String.format(Locale.ROOT, "%d %s%s", n, what, n == 1 ? "" : "s");
  }

  static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
