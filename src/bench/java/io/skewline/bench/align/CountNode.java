// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Behind the source of every Streams contestant: counts, and asks for a commit after the last
 * record, so that what a contestant writes only when it commits is part of its time.
 */
final class CountNode<K, V> implements Processor<K, V, K, V> {
  private final Progress progress;
  private ProcessorContext<K, V> context;

  CountNode(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void init(ProcessorContext<K, V> context) {
    this.context = context;
  }

  @Override
  public void process(Record<K, V> record) {
    boolean last = progress.next();
    context.forward(record);
    if (last) {
      context.commit();
      progress.done();
    }
  }

  /** The same inside the DSL, where it must not change the key. */
  static final class OfValues<K, V> implements FixedKeyProcessor<K, V, V> {
    private final Progress progress;
    private FixedKeyProcessorContext<K, V> context;

    OfValues(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void init(FixedKeyProcessorContext<K, V> context) {
      this.context = context;
    }

    @Override
    public void process(FixedKeyRecord<K, V> record) {
      boolean last = progress.next();
      context.forward(record);
      if (last) {
        context.commit();
        progress.done();
      }
    }
  }
}
