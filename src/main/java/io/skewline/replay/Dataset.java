// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Modality;
import io.skewline.network.encoder.Features;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Timed streams of raw frames and labels. Every call of {@link #items()} starts anew and gives the
 * same items; files are read as the iterator advances, so memory does not grow with the set. Some
 * stay open meanwhile: whoever opened a set closes it.
 */
public interface Dataset extends AutoCloseable {

  String name();

  List<Modality> modalities();

  /** How frames of a modality become encoder inputs. */
  Features features(Modality modality);

  /**
   * Items of all streams in order of {@link Item#startMicros()}; possibly without end. A malformed
   * file shows as an {@link java.io.UncheckedIOException} that names path and line.
   */
  Iterator<Item> items();

  /** Microseconds from zero to the end of the last item; empty if there is no end. */
  OptionalLong spanMicros();

  /** The set as its files have it, for who must keep to the rows' marks; closed with this one. */
  default Dataset original() {
    return this;
  }

  /** Where the set changes its nature, microseconds from zero; empty if it does not. */
  default OptionalLong changeMicros() {
    return OptionalLong.empty();
  }

  /** The window size that fits the set's events, in microseconds. */
  long windowMicros();

  /** Closes its files; no items are to be read after. */
  @Override
  default void close() {}
}
