// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ModelScore;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import io.skewline.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The score node: predictions and labels in, changed tallies out, as bytes for the sink behind it.
 * Early verdicts and dropped windows are passed over. A tally is told at most once in {@link
 * #TELL}, and all of them after a restart: what was committed then may not have been told. That one
 * is no more is told at once, in the transaction in which it goes.
 */
public final class ScoreProcessor implements Processor<Object, Object, byte[], byte[]> {
  public static final Duration TELL = Duration.ofSeconds(1);

  private final ScoreSettings settings;
  private final Codec<ModelScore> codec;
  private final Meters meters;
  private ProcessorContext<byte[], byte[]> context;
  private ScoreStore store;
  private ScoreJoiner joiner;

  public ScoreProcessor(ScoreSettings settings, Codec<ModelScore> codec, Meters meters) {
    this.settings = settings;
    this.codec = codec;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    store = context.getStateStore(ScoreStore.NAME);
    store.open();
    joiner = new ScoreJoiner(settings, store, meters);
    context.schedule(TELL, PunctuationType.WALL_CLOCK_TIME, this::tell);
  }

  @Override
  public void process(Record<Object, Object> record) {
    if (record.value() instanceof Label label) {
      joiner.label(new DatedLabel(label, record.timestamp()));
    } else if (record.value() instanceof Prediction prediction) {
      if (counts(prediction)) {
        joiner.predicted(Made.of(prediction, role(), record.timestamp()));
      }
    } else {
      throw new IllegalArgumentException(
          "the score node takes predictions and labels: " + record.value().getClass());
    }
    store.tellGone(tally -> forward(key(tally), null, record.timestamp()));
  }

  /** A window that was dropped may carry a baseline, which no model made. */
  private static boolean counts(Prediction prediction) {
    return prediction.verdict().fused()
        && prediction.reason().isFinal()
        && prediction.scored().isPresent();
  }

  private Role role() {
    String topic = context.recordMetadata().orElseThrow().topic();
    return topic.equals(settings.shadowTopic()) ? Role.CHALLENGER : Role.CHAMPION;
  }

  private void tell(long nowMillis) {
    store.tell(
        tally ->
            forward(
                key(tally),
                codec.encode(settings.scoresTopic(), tally.score(partition())),
                nowMillis));
  }

  private int partition() {
    return context.taskId().partition();
  }

  private byte[] key(SliceTally tally) {
    return tally.score(partition()).key().getBytes(StandardCharsets.UTF_8);
  }

  private void forward(byte[] key, byte @Nullable [] value, long millis) {
    context.forward(new Record<>(key, value, millis));
  }
}
