// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/** One camera, call or session: the Kafka record key, UTF-8. */
public record StreamId(String value) implements Comparable<StreamId> {
  public StreamId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("stream id is empty");
    }
  }

  @Override
  public int compareTo(StreamId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
