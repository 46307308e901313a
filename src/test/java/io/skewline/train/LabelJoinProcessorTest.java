// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import static io.skewline.train.TestExamples.CAM;
import static io.skewline.train.TestExamples.closed;
import static io.skewline.train.TestExamples.id;
import static io.skewline.train.TestExamples.label;
import static io.skewline.train.TestExamples.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.align.PendingWindows;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class LabelJoinProcessorTest {

  /** As align keeps them. */
  private static final class Pending implements PendingWindows {
    final Map<WindowId, ClosedWindow> windows = new TreeMap<>();
    final Map<WindowId, Verdict> settled = new TreeMap<>();

    ClosedWindow add(AlignedWindow window) {
      ClosedWindow closed = closed(window);
      windows.put(window.id(), closed);
      return closed;
    }

    @Override
    public List<ClosedWindow> pending() {
      return List.copyOf(windows.values());
    }

    @Override
    public void settleEarly(WindowId window) {
      throw new IllegalStateException("the trainer takes final verdicts only");
    }

    @Override
    public List<FrameEnd> settle(WindowId window, Verdict verdict) {
      assertThat(windows.remove(window)).isNotNull();
      settled.put(window, verdict);
      return List.of();
    }
  }

  private final Pending pending = new Pending();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MockProcessorContext<StreamId, LabelledWindow> context =
      new MockProcessorContext<>();
  private final LabelJoinProcessor processor =
      new LabelJoinProcessor(
          TestExamples.settings("examples", Duration.ofSeconds(10), 1, 1, 1),
          c -> pending,
          new Meters(meters));

  private void init() {
    LabelStore store = LabelStore.builder().withLoggingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
    processor.init(context);
  }

  private void process(Object value) {
    processor.process(new Record<>(CAM, value, 0));
  }

  @Test
  void shouldForwardAndSettleALabelledWindowOnce() {
    init();
    process(pending.add(window(id(CAM, 3))));
    assertThat(context.forwarded()).isEmpty();
    process(label(CAM, 3, 4, "yes"));
    assertThat(context.forwarded()).hasSize(1);
    Record<? extends StreamId, ? extends LabelledWindow> record =
        context.forwarded().get(0).record();
    assertThat(record.key()).isEqualTo(CAM);
    assertThat(record.timestamp()).isEqualTo(4_000);
    assertThat(record.value().split()).isEqualTo("train");
    assertThat(record.value().group()).isEqualTo("someone");
    assertThat(pending.settled).isEqualTo(Map.of(id(CAM, 3), Verdict.FUSED));
  }

  @Test
  void shouldTellAWholeWindowFromOneThatMissesAModality() {
    init();
    AlignedWindow whole = window(id(CAM, 3));
    Modality audio = new Modality("audio");
    process(label(CAM, 3, 4, "yes"));
    process(
        pending.add(new AlignedWindow(whole.id(), "", Map.of(audio, whole.present().get(audio)))));
    assertThat(pending.settled).containsValue(Verdict.FUSED_MISSING);
  }

  @Test
  void shouldCountAndSettleWhatBecomesNoExample() {
    init();
    process(pending.add(window(id(CAM, 3))));
    process(pending.add(window(id(CAM, 20))));
    assertThat(context.forwarded()).isEmpty();
    assertThat(pending.settled).isEqualTo(Map.of(id(CAM, 3), Verdict.DROPPED_UNPAIRED));
    assertThat(
            meters
                .get("skewline.train.windows.unused")
                .tag("reason", "unlabelled")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void shouldReportWhatShareOfTheWindowsGotALabel() {
    init();
    assertThat(meters.find("skewline.train.label.coverage").gauge()).as("none ended").isNull();
    process(label(CAM, 3, 4, "yes"));
    process(label(CAM, 5, 6, "yes"));
    process(label(CAM, 5, 6, "yes"));
    process(label(CAM, 5, 6, "no"));
    for (int start = 3; start <= 5; start++) {
      process(pending.add(window(id(CAM, start))));
    }
    process(pending.add(window(id(CAM, 20))));
    assertThat(meters.get("skewline.train.label.coverage").gauge().value())
        .as("3 of a label, 4 of none, 5 contradicted, 20 waits")
        .isEqualTo(1.0 / 3);
    assertThat(
            meters
                .get("skewline.train.windows.unused")
                .tag("reason", "contradicted")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void shouldTakeUpAgainWhatAlignStillHolds() {
    pending.add(window(id(CAM, 3)));
    pending.add(window(id(CAM, 4)));
    init();
    process(label(CAM, 3, 4, "yes"));
    assertThat(pending.settled).isEqualTo(Map.of(id(CAM, 3), Verdict.FUSED));
    assertThat(pending.windows).containsOnlyKeys(id(CAM, 4));
  }

  @Test
  void shouldNotTakeTheFirstWindowTwice() {
    init();
    process(label(CAM, 3, 4, "yes"));
    process(pending.add(window(id(CAM, 3))));
    assertThat(context.forwarded()).hasSize(1);
  }

  @Test
  void shouldTakeTheFirstWindowOnceAfterARestart() {
    ClosedWindow first = pending.add(window(id(CAM, 3)));
    init();
    LabelStore store = context.getStateStore(LabelStore.NAME);
    store.add(label(CAM, 3, 4, "yes"));
    process(first);
    assertThat(context.forwarded()).hasSize(1);
  }

  @Test
  void shouldNameWhatItDoesNotTake() {
    init();
    assertThatThrownBy(() -> process("text")).hasMessageContaining("java.lang.String");
  }
}
