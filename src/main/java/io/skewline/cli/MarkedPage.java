// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of Markdown some sections of which are written by the program, between two comments. */
final class MarkedPage {
  private MarkedPage() {}

  /** In the place of the section of this name; at the end of the page where there is none. */
  static void write(Path page, String name, String section) throws IOException {
    String open = "<!-- results " + name + " -->\n";
    String close = "<!-- /results " + name + " -->\n";
    String text = Files.exists(page) ? Files.readString(page) : "";
    int from = text.indexOf(open);
    int to = text.indexOf(close);
    if (from >= 0 && to < from) {
      throw new IOException(page + ": the section " + name + " has no end, " + close.strip());
    }
    String before = from < 0 ? text + (text.isEmpty() ? "" : "\n") : text.substring(0, from);
    String after = from < 0 ? "" : text.substring(to + close.length());
    Files.writeString(page, before + open + section + close + after);
  }
}
