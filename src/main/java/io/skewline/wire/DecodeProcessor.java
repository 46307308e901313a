// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The decode node: a record becomes a frame or an end-of-stream marker for the align node, or a
 * rejection with its reason. Bad input never throws; an unreachable registry does, so that nothing
 * is committed. Frames are counted, what cannot be read is taken for one; markers are not.
 *
 * <p>It is the first node of its task and opens the task's ledger for the nodes behind it.
 */
public final class DecodeProcessor implements Processor<byte[], byte[], Object, Object> {
  private final DecodeSettings settings;
  private final Codec<StreamEvent> frames;
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
   * @param outcomes takes the {@link FrameEnd}s of rejected frames; empty if nobody wants them
   */
  public record Children(String accepted, Optional<String> rejected, Optional<String> outcomes) {
    public Children(String accepted, Optional<String> rejected) {
      this(accepted, rejected, Optional.empty());
    }
  }

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
    StreamEvent event = null;
    try {
      settings.checkSize(record, where);
      event = frames.decode(where.topic(), record.key(), record.value());
      FrameChecks.check(event, spec, settings.latestMicros(context.currentSystemTimeMs()));
      if (event instanceof Frame) {
        received(record, spec.modality());
      }
      context.forward(new Record<>(event.stream(), event, record.timestamp()), children.accepted());
    } catch (WireException e) {
      if (!(event instanceof EndOfStream)) {
        received(record, spec.modality());
        ended(spec.modality(), e.reason().outcome());
        tell(record, spec.modality(), event, e.reason());
      }
      children
          .rejected()
          .ifPresent(
              child ->
                  context.forward(
                      rejections.reject(record, settings.origin(record, where), e), child));
    }
    done.accept(where);
  }

  private void tell(
      Record<byte[], byte[]> record,
      Modality modality,
      @Nullable StreamEvent read,
      RejectReason reason) {
    if (children.outcomes().isPresent()) {
      RejectedFrames.end(record, modality, read, reason)
          .ifPresent(
              end ->
                  context.forward(
                      new Record<>(end.stream(), end, record.timestamp()),
                      children.outcomes().get()));
    }
  }

  private ModalitySpec spec(String topic) {
    ModalitySpec spec = settings.modalityByTopic().get(topic);
    if (spec == null) {
      throw new IllegalStateException(
          "topic " + topic + " carries no modality; known: " + settings.modalityByTopic().keySet());
    }
    return spec;
  }

  private void received(Record<byte[], byte[]> record, Modality modality) {
    ledger.received(modality);
    meters.frameReceived(modality, length(record.key()) + length(record.value()));
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private void ended(Modality modality, Outcome outcome) {
    ledger.ended(modality, outcome, 1);
    meters.framesEnded(modality, outcome, 1);
  }
}
