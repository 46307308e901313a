// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.List;

/** Bytes of a stream's entry in the align store: all but its windows and waiting frames. */
final class StreamCodec {
  private final List<Modality> modalities;

  StreamCodec(List<Modality> modalities) {
    this.modalities = modalities;
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
  }

  private static void writeSpent(StateWriter out, WaitingFrames waiting) {
    out.number(waiting == null ? 0 : waiting.spent.size());
    if (waiting != null) {
      waiting.spent.forEach(ref -> out.number(ref.sequence()).number(ref.eventTimeMicros()));
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
      for (int n = in.number(); n > 0; n--) {
        FrameEnd.Ref ref = new FrameEnd.Ref(in.longNumber(), in.longNumber());
        if (m >= 0) {
          stream.waiting(m).spent.add(ref);
        }
      }
    }
    for (int n = in.number(); n > 0; n--) {
      readCohort(in, stream);
    }
    return stream;
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
