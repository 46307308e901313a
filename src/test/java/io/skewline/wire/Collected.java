// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** A node that keeps what reaches it, in order. */
final class Collected<T> {
  private final List<Record<StreamId, T>> records = new ArrayList<>();

  ProcessorSupplier<StreamId, T, Void, Void> supplier() {
    return () -> (Processor<StreamId, T, Void, Void>) records::add;
  }

  int size() {
    return records.size();
  }

  Record<StreamId, T> last() {
    return records.get(records.size() - 1);
  }
}
