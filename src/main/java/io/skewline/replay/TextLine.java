// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A line of a text file that knows where it stands, so that an error can say so. */
record TextLine(Path path, int number, String text) {

  /** Every line that is not blank, in order. */
  static List<TextLine> read(Path path, Charset charset) throws IOException {
    List<TextLine> lines = new ArrayList<>();
    int number = 0;
    try {
      for (String text : Files.readAllLines(path, charset)) {
        number++;
        if (!text.isBlank()) {
          lines.add(new TextLine(path, number, text));
        }
      }
    } catch (NoSuchFileException e) {
      throw new IOException(path + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new IOException(path + ": is not " + charset + " text", e);
    }
    return lines;
  }

  /**
   * @param what names the number in the error
   */
  double number(String what, String value) throws IOException {
    try {
      double number = Double.parseDouble(value.strip());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw error(what + " must be a number: was '" + value + "'");
    }
    throw error(what + " must be finite: was '" + value + "'");
  }

  IOException error(String what) {
    return new IOException(path + ":" + number + ": " + what);
  }
}
