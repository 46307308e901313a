// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.WindowState.Early;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Bytes of a window in the align store, in an entry of its own or in its stream's: its pools, or
 * what they came to.
 */
final class WindowCodec {
  private static final Early[] EARLY = Early.values();

  private final List<Modality> modalities;

  WindowCodec(List<Modality> modalities) {
    this.modalities = modalities;
  }

  /**
   * @param usual the session, as the reader knows it, that the window's mostly is
   */
  void write(StateWriter out, WindowState window, String usual) {
    out.text(window.session, usual);
    out.number(window.firstEventMicros - window.startMicros).number(window.bytes);
    out.small(window.early.ordinal()).flag(window.open());
    if (window.open()) {
      writeOpen(out, window);
    } else {
      writeClosed(out, window.closed.get());
    }
  }

  private void writeOpen(StateWriter out, WindowState window) {
    out.small(modalities.size());
    for (int m = 0; m < modalities.size(); m++) {
      out.text(modalities.get(m).name()).flag(window.decided(m)).flag(window.pools[m] != null);
      if (window.pools[m] != null) {
        PoolCodec.write(out, window.pools[m], window);
      }
    }
  }

  private static void writeClosed(StateWriter out, ClosedWindow closed) {
    out.text(closed.reason().name()).number(closed.triggerMillis()).small(closed.revision());
    out.small(closed.silent().size());
    closed.silent().forEach(modality -> out.text(modality.name()));
    closed
        .window()
        .present()
        .forEach(
            (modality, pooled) -> {
              out.text(modality.name());
              PoolCodec.writePooled(out, pooled);
            });
  }

  /**
   * @return empty where it held only modalities that the topology no longer has
   */
  Optional<WindowState> read(StateReader in, StreamState stream, WindowId id, String usual) {
    String session = in.text(usual);
    long first = id.startMicros() + in.longNumber();
    WindowState window = new WindowState(id, stream, session, modalities.size(), first);
    window.bytes = in.longNumber();
    window.early = EARLY[in.small()];
    if (in.flag()) {
      readOpen(in, window);
      return window.frames() == 0 ? Optional.empty() : Optional.of(window);
    }
    ClosedWindow closed = readClosed(in, id, session);
    window.closed = Optional.of(closed);
    window.pools = WindowState.NO_POOLS;
    return closed.window().present().isEmpty() ? Optional.empty() : Optional.of(window);
  }

  private void readOpen(StateReader in, WindowState window) {
    for (int n = in.small(); n > 0; n--) {
      Modality modality = new Modality(in.text());
      boolean decided = in.flag();
      Pool pool = in.flag() ? PoolCodec.read(in, modality, window) : null;
      int m = modalities.indexOf(modality);
      if (m >= 0) {
        window.pools[m] = pool;
        window.frames += pool == null ? 0 : pool.frames();
      }
      if (m >= 0 && decided) {
        window.decide(m);
      }
    }
  }

  private ClosedWindow readClosed(StateReader in, WindowId id, String session) {
    ClosingReason reason = ClosingReason.valueOf(in.text());
    long trigger = in.longNumber();
    int revision = in.small();
    List<Modality> silent = new ArrayList<>();
    for (int n = in.small(); n > 0; n--) {
      silent.add(new Modality(in.text()));
    }
    Map<Modality, PooledModality> present = new TreeMap<>();
    while (in.more()) {
      Modality modality = new Modality(in.text());
      PooledModality pooled = PoolCodec.readPooled(in);
      if (modalities.contains(modality)) {
        present.put(modality, pooled);
      }
    }
    return new ClosedWindow(
        new AlignedWindow(id, session, present), reason, silent, trigger, revision);
  }
}
