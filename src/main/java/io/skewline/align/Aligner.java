// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * The rules of alignment for the streams of one task, without Kafka: frames in, closed windows out.
 * Streams, their epochs and their end are its own; how frames become windows is {@link Joining}'s.
 * Event time is in microseconds, wall clock in milliseconds and always passed in. One thread.
 */
final class Aligner {
  private final AlignSettings settings;
  private final AlignState state;
  private final List<Modality> modalities;
  private final long maxBackMicros;
  private final long idleMillis;
  private final boolean replay;
  private final WindowBook book;
  private final Joining joining;

  /**
   * @param closed told of each window that closes, and of early looks at one
   * @param ended told of frames that end neither at once nor with a window
   */
  Aligner(
      AlignSettings settings,
      AlignState state,
      Consumer<ClosedWindow> closed,
      Consumer<FrameEnd> ended) {
    this.settings = settings;
    this.state = state;
    this.modalities = settings.names();
    this.maxBackMicros = settings.timing().maxBack().toNanos() / 1000;
    this.idleMillis = settings.timing().idle().toMillis();
    this.replay = settings.time() == TimeMode.REPLAY;
    this.book = new WindowBook(settings, state, closed, ended);
    this.joining =
        settings.windowing() instanceof AlignSettings.Nearest
            ? new NearestJoining(settings, book)
            : new WindowJoining(settings, book);
  }

  /** Deadlines of what was restored start anew. */
  void resume(long nowMillis) {
    book.deadlines.clear();
    for (StreamState stream : state.streams()) {
      stream.seenMillis = nowMillis;
      stream.lookMillis = Deadlines.NEVER;
      startIdle(stream, nowMillis);
      joining.startDeadlines(stream, nowMillis);
    }
    for (StreamState stream : state.evicted()) {
      stream.seenMillis = nowMillis;
    }
  }

  /**
   * Takes one frame and closes what it lets close.
   *
   * @param appendMillis when the frame was appended to its topic
   * @return why the frame has come to its end, empty if it is held
   * @throws BoundReachedException in replay mode, where a bound would drop the frame
   */
  Optional<EndReason> accept(Frame frame, long nowMillis, long appendMillis) {
    StreamState stream = stream(frame.stream(), nowMillis);
    if (stream == null) {
      return checked(EndReason.STREAMS_PER_TASK.found(), frame.stream());
    }
    int modality = modality(frame);
    if (straggles(stream, modality, frame, frame.session(), appendMillis)) {
      return EndReason.OLD_SESSION.found();
    }
    Optional<EndReason> end = joining.add(stream, modality, frame, nowMillis);
    boolean moves = frame.eventTimeMicros() > stream.newest[modality];
    if (moves) {
      stream.newest[modality] = frame.eventTimeMicros();
      state.touch(stream);
    }
    if (moves || end.isEmpty()) {
      joining.advance(stream, appendMillis);
    }
    return checked(end, frame.stream());
  }

  /** One modality of a stream has ended: its watermark passes everything. */
  void end(EndOfStream marker, long nowMillis, long appendMillis) {
    StreamState stream = stream(marker.stream(), nowMillis);
    if (stream == null) {
      return;
    }
    int modality = modality(marker);
    if (!straggles(stream, modality, marker, marker.session(), appendMillis)) {
      stream.ended[modality] = true;
      state.touch(stream);
      joining.advance(stream, appendMillis);
    }
  }

  private int modality(StreamEvent event) {
    int modality = modalities.indexOf(event.modality());
    if (modality < 0) {
      throw new IllegalArgumentException(event.modality() + " is none of " + modalities);
    }
    return modality;
  }

  /** Null where there are too many. */
  private StreamState stream(StreamId id, long nowMillis) {
    StreamState stream = state.find(id);
    if (stream == null) {
      if (state.size() >= settings.limits().streamsPerTask()) {
        return null;
      }
      stream = state.findEvicted(id);
      if (stream == null) {
        stream = new StreamState(id, modalities.size());
        state.add(stream);
      } else {
        state.revive(stream);
      }
      startIdle(stream, nowMillis);
    }
    stream.seenMillis = nowMillis;
    return stream;
  }

  private void startIdle(StreamState stream, long nowMillis) {
    if (!replay) {
      book.deadlines.addIdle(stream, nowMillis + idleMillis);
    }
  }

  /** Begins a new epoch where the event does; true if it belongs to a session that is over. */
  private boolean straggles(
      StreamState stream, int modality, StreamEvent event, String session, long appendMillis) {
    long newest = stream.newest[modality];
    boolean inEpoch = newest != StreamState.NONE || stream.ended[modality];
    Sessions.Change change = stream.sessions.see(modality, session, inEpoch);
    if (change == Sessions.Change.STALE) {
      return true;
    }
    if (change == Sessions.Change.JOINED) {
      state.touch(stream);
    }
    boolean jumpedBack =
        event instanceof Frame
            && newest != StreamState.NONE
            && event.eventTimeMicros() < newest - maxBackMicros;
    if (change == Sessions.Change.NEW_EPOCH || jumpedBack) {
      joining.closeAll(stream, ClosingReason.SESSION_END, appendMillis);
      stream.beginEpoch();
      state.touch(stream);
    }
    return false;
  }

  private Optional<EndReason> checked(Optional<EndReason> end, StreamId stream) {
    if (replay && end.isPresent() && end.get().outcome() == Outcome.OVERFLOW) {
      throw new BoundReachedException(
          "replay: stream "
              + stream
              + " reached the bound "
              + end.get().label()
              + " of "
              + settings.limits()
              + "; raise it under align.limits, for a replay may drop nothing");
    }
    return end;
  }

  /**
   * Closes what has waited for long enough, windows in {@link io.skewline.modality.WindowId} order,
   * and evicts idle streams. What lacks a modality whose input has not been read up to its deadline
   * waits on. Nothing in replay mode.
   *
   * @param readToMillis as {@link InputProgress#readToMillis}
   */
  void closeDue(long nowMillis, ToLongFunction<Modality> readToMillis) {
    if (replay) {
      return;
    }
    long[] readTo = modalities.stream().mapToLong(readToMillis).toArray();
    LongSummaryStatistics all = LongStream.of(readTo).summaryStatistics();
    // In a backlog thousands are due and nothing may close: not one is looked at.
    for (Object what : book.deadlines.due(Math.min(nowMillis, all.getMax()))) {
      long deadline = Deadlines.millis(what);
      if (Deadlines.waits(what)
          && !joining.due(what, m -> readTo[modalities.indexOf(m)] >= deadline)) {
        book.deadlines.again(what);
      }
    }
    book.deadlines
        .idle(Math.min(nowMillis, all.getMin()), idleMillis)
        .forEach(stream -> idle(stream, nowMillis));
    forget(nowMillis - idleMillis - settings.timing().retention().toMillis());
  }

  /** Its windows' verdicts may still be to come: then it is looked at again the next time. */
  private void idle(StreamState stream, long nowMillis) {
    joining.closeAll(stream, ClosingReason.IDLE, stream.seenMillis + idleMillis);
    if (stream.idle()) {
      state.evict(stream);
    } else {
      book.deadlines.addIdle(stream, nowMillis);
    }
  }

  /** Evicted streams seen before a time, and the eldest of more than there may be streams. */
  private void forget(long millis) {
    int over = state.evicted().size() - settings.limits().streamsPerTask();
    List<StreamState> forgotten = new ArrayList<>(0);
    for (StreamState stream : state.evicted()) {
      if (forgotten.size() >= over && stream.seenMillis > millis) {
        break;
      }
      forgotten.add(stream);
    }
    forgotten.forEach(state::forget);
  }

  /** The application ends for good: closes everything, streams in the order of their ids. */
  void drain(long nowMillis) {
    List<StreamState> streams = new ArrayList<>(state.streams());
    streams.sort(Comparator.comparing(stream -> stream.id));
    for (StreamState stream : streams) {
      joining.closeAll(stream, ClosingReason.SHUTDOWN, nowMillis);
    }
  }
}
