// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/** What a modality's topic says of a stream: a frame, or that no more will come. */
public sealed interface StreamEvent permits Frame, EndOfStream {
  StreamId stream();

  Modality modality();

  /** Microseconds since the Unix epoch, UTC. */
  long eventTimeMicros();
}
