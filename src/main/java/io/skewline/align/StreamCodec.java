// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.List;

/**
 * Bytes of a stream's entry in the align store: all but the windows and waiting frames that have
 * entries of their own. Times are written as distances from the one before.
 */
final class StreamCodec {
  /** Stands for one that the topology had when the entry was written. */
  private static final Modality NO_LONGER = new Modality("none");

  private final List<Modality> modalities;

  private final WindowCodec windows;

  StreamCodec(List<Modality> modalities, WindowCodec windows) {
    this.modalities = modalities;
    this.windows = windows;
  }

  void write(StateWriter out, StreamState stream) {
    out.number(stream.epoch).flag(stream.evicted).small(modalities.size());
    for (int m = 0; m < modalities.size(); m++) {
      out.text(modalities.get(m).name()).number(stream.newest[m]).flag(stream.ended[m]);
      out.text(stream.sessions.current[m]);
    }
    out.text(stream.sessions.opener).number(stream.sessions.retired.size());
    stream.sessions.retired.forEach(out::text);
    out.number(stream.closedEarlyFloor).number(stream.closedEarly.size());
    for (Span span : stream.closedEarly) {
      out.number(span.startMicros()).number(span.endMicros());
    }
    for (int m = 0; m < modalities.size(); m++) {
      writeSpent(out, stream.waiting[m]);
    }
    out.number(stream.cohorts.size());
    stream.cohorts.forEach(cohort -> writeCohort(out, cohort));
    writeInline(out, stream);
  }

  private static void writeSpent(StateWriter out, WaitingFrames waiting) {
    out.number(waiting == null ? 0 : waiting.spent.size());
    long before = 0;
    for (int i = 0; waiting != null && i < waiting.spent.size(); i++) {
      FrameEnd.Ref ref = waiting.spent.get(i);
      out.number(ref.sequence()).number(ref.eventTimeMicros() - before);
      before = ref.eventTimeMicros();
    }
  }

  private void writeInline(StateWriter out, StreamState stream) {
    String session = stream.sessions.name();
    out.text(session);
    long before = 0;
    for (int i = 0; i < stream.open.size(); i++) {
      WindowState window = stream.open.get(i);
      if (window.inline()) {
        out.flag(true).number(window.startMicros - before);
        out.number(window.endMicros - window.startMicros);
        windows.write(out, window, session);
        before = window.startMicros;
      }
    }
    out.flag(false);
    for (WaitingFrames waiting : stream.waiting) {
      for (int i = 0; waiting != null && i < waiting.size(); i++) {
        if (waiting.get(i).inline()) {
          out.flag(true);
          PoolCodec.writeFrame(out, waiting.get(i).frame(), before, session);
          before = waiting.get(i).time;
        }
      }
      out.flag(false);
    }
  }

  private void writeCohort(StateWriter out, Cohort cohort) {
    out.text(modalities.get(cohort.modality).name()).number(cohort.windows.length);
    for (WindowId window : cohort.windows) {
      out.number(window.epoch()).number(window.startMicros()).number(window.endMicros());
    }
    out.number(cohort.unsettled).number(cohort.frames).flag(cohort.fused);
    out.numbers(cohort.refs, cohort.refs.length == 0 ? 0 : (int) (2 * cohort.frames));
  }

  StreamState read(StateReader in, StreamId id) {
    StreamState stream = new StreamState(id, modalities.size());
    stream.epoch = in.longNumber();
    stream.evicted = in.flag();
    int[] places = new int[in.small()];
    for (int i = 0; i < places.length; i++) {
      places[i] = readModality(in, stream);
    }
    stream.sessions.opener = in.text();
    for (int n = in.number(); n > 0; n--) {
      stream.sessions.retired.addLast(in.text());
    }
    stream.closedEarlyFloor = in.longNumber();
    for (int n = in.number(); n > 0; n--) {
      stream.closedEarly(new Span(in.longNumber(), in.longNumber()));
    }
    for (int m : places) {
      readSpent(in, stream, m);
    }
    for (int n = in.number(); n > 0; n--) {
      readCohort(in, stream);
    }
    readInline(in, stream, places);
    return stream;
  }

  private static void readSpent(StateReader in, StreamState stream, int modality) {
    long before = 0;
    for (int n = in.number(); n > 0; n--) {
      FrameEnd.Ref ref = new FrameEnd.Ref(in.longNumber(), before + in.longNumber());
      before = ref.eventTimeMicros();
      if (modality >= 0) {
        stream.waiting(modality).spent.add(ref);
      }
    }
  }

  private void readInline(StateReader in, StreamState stream, int[] places) {
    String session = in.text();
    long before = 0;
    while (in.flag()) {
      before += in.longNumber();
      WindowId id = new WindowId(stream.id, stream.epoch, before, before + in.longNumber());
      windows.read(in, stream, id, session).ifPresent(stream.open::add);
    }
    for (int m : places) {
      while (in.flag()) {
        Modality modality = m < 0 ? NO_LONGER : modalities.get(m);
        Frame frame = PoolCodec.readFrame(in, stream.id, modality, before, session);
        before = frame.eventTimeMicros();
        if (m >= 0) {
          stream.waiting(m).add(new WaitingFrame(stream, m, frame));
        }
      }
    }
  }

  /** Its place, −1 for a modality that the topology no longer has. */
  private int readModality(StateReader in, StreamState stream) {
    int m = modalities.indexOf(new Modality(in.text()));
    long newest = in.longNumber();
    boolean ended = in.flag();
    String session = in.text();
    if (m >= 0) {
      stream.newest[m] = newest;
      stream.ended[m] = ended;
      stream.sessions.current[m] = session;
    }
    return m;
  }

  private void readCohort(StateReader in, StreamState stream) {
    int modality = modalities.indexOf(new Modality(in.text()));
    WindowId[] windows = new WindowId[in.number()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = new WindowId(stream.id, in.longNumber(), in.longNumber(), in.longNumber());
    }
    Cohort cohort = new Cohort(modality, windows);
    cohort.unsettled = in.number();
    cohort.frames = in.longNumber();
    cohort.fused = in.flag();
    cohort.refs = in.numbers();
    // That of a modality which the topology no longer has is of no use.
    if (modality >= 0) {
      stream.cohorts.add(cohort);
    }
  }
}
