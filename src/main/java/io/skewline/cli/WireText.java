// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.replay.WireBytes;
import io.skewline.replay.WireBytes.Part;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What windows take on the wire, for people and as JSON. */
final class WireText {
  private WireText() {}

  static String of(WireBytes wire) {
    Part full = wire.full();
    Part chosen = wire.chosen();
    if (chosen.windows() == 0) {
      return part(full) + " on the wire";
    }
    if (full.windows() == 0) {
      return part(chosen) + " on the wire, chosen layers";
    }
    return String.format(
        Locale.ROOT,
        "on the wire %s as full stacks, %s of chosen layers: %.3f",
        part(full),
        part(chosen),
        chosen.bytesPerWindow() / full.bytesPerWindow());
  }

  private static String part(Part part) {
    return String.format(
        Locale.ROOT, "%.0f bytes/window (%d windows)", part.bytesPerWindow(), part.windows());
  }

  /** The mean over all windows is what a run took. */
  static Map<String, Object> json(WireBytes wire) {
    Part full = wire.full();
    Part chosen = wire.chosen();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("full", json(full));
    json.put("chosen", json(chosen));
    json.put(
        "all", json(new Part(full.windows() + chosen.windows(), full.bytes() + chosen.bytes())));
    return json;
  }

  private static Map<String, Object> json(Part part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("windows", part.windows());
    json.put("bytes", part.bytes());
    json.put("bytesPerWindow", part.windows() == 0 ? null : Math.round(part.bytesPerWindow()));
    return json;
  }
}
