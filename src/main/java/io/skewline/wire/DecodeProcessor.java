// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.Outcome;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The decode node: a record becomes a frame for the align node or a rejection with its reason. Bad
 * input never throws; an unreachable registry does, so that nothing is committed.
 *
 * <p>It is the first node of its task and opens the task's ledger for the nodes behind it.
 */
public final class DecodeProcessor implements Processor<byte[], byte[], Object, Object> {
  private final DecodeSettings settings;
  private final Codec<Frame> frames;
  private final Rejections rejections;
  private final Meters meters;
  private final Children children;
  private final KeyWatch keys;
  private final Consumer<RecordMetadata> done;
  private ProcessorContext<Object, Object> context;
  private LedgerStore ledger;

  /**
   * The names of the nodes behind.
   *
   * @param rejected empty where another application writes the rejections of the same records
   */
  public record Children(String accepted, Optional<String> rejected) {}

  /**
   * @param rejectedTopic for the subject of the rejections' schema
   * @param keys told of each record's key before anything else happens
   * @param done told of each record once all nodes of the task have dealt with it
   */
  public DecodeProcessor(
      DecodeSettings settings,
      Codecs codecs,
      String rejectedTopic,
      Children children,
      KeyWatch keys,
      Consumer<RecordMetadata> done,
      Meters meters) {
    this.keys = keys;
    this.done = done;
    this.settings = settings;
    this.frames = codecs.frames();
    this.rejections =
        new Rejections(codecs.rejections(), rejectedTopic, settings.rejectedMaxBytes(), meters);
    this.children = children;
    this.meters = meters;
  }

  /** Nobody watches the keys. */
  public DecodeProcessor(
      DecodeSettings settings,
      Codecs codecs,
      String rejectedTopic,
      Children children,
      Consumer<RecordMetadata> done,
      Meters meters) {
    this(settings, codecs, rejectedTopic, children, KeyWatch.NONE, done, meters);
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    ledger = context.getStateStore(LedgerStore.NAME);
    ledger.open();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata where = context.recordMetadata().orElseThrow();
    keys.seen(where, record.key());
    ModalitySpec spec = spec(where.topic());
    try {
      Frame frame = decode(record, where, spec);
      received(spec.modality());
      context.forward(new Record<>(frame.stream(), frame, record.timestamp()), children.accepted());
    } catch (WireException e) {
      received(spec.modality());
      ended(spec.modality(), e.reason());
      children
          .rejected()
          .ifPresent(
              child ->
                  context.forward(
                      rejections.reject(record, settings.origin(record, where), e), child));
    }
    done.accept(where);
  }

  private Frame decode(Record<byte[], byte[]> record, RecordMetadata where, ModalitySpec spec)
      throws WireException {
    settings.checkSize(record, where);
    Frame frame = frames.decode(where.topic(), record.key(), record.value());
    FrameChecks.check(frame, spec, settings.latestMicros(context.currentSystemTimeMs()));
    return frame;
  }

  private ModalitySpec spec(String topic) {
    ModalitySpec spec = settings.modalityByTopic().get(topic);
    if (spec == null) {
      throw new IllegalStateException(
          "topic " + topic + " carries no modality; known: " + settings.modalityByTopic().keySet());
    }
    return spec;
  }

  private void received(Modality modality) {
    ledger.received(modality);
    meters.frameReceived(modality);
  }

  private void ended(Modality modality, RejectReason reason) {
    Outcome outcome = reason == RejectReason.FUTURE_TIME ? Outcome.AHEAD : Outcome.INVALID;
    ledger.ended(modality, outcome, 1);
    meters.framesEnded(modality, outcome, 1);
  }
}
