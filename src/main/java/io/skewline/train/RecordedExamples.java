// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.align.AlignSettings;
import io.skewline.align.RecordedAlignment;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Recorded frames and labels to the examples that the training topology would make of them, without
 * Kafka: the same alignment, the same join with labels. One thread.
 */
public final class RecordedExamples {
  private final RecordedAlignment alignment;
  private final LabelJoiner joiner;
  private final List<LabelledWindow> examples = new ArrayList<>();
  private long lost;

  public RecordedExamples(AlignSettings align, TrainSettings train) {
    this.joiner =
        new LabelJoiner(
            train,
            LabelStore.builder().build(),
            new LabelJoiner.Sink() {
              @Override
              public void labelled(LabelledWindow window) {
                examples.add(window);
              }

              @Override
              public void givenUp(WindowId window, LabelJoiner.Reason reason) {
                // A recording ends with windows of which nobody said anything: no example.
              }
            });
    this.alignment = new RecordedAlignment(align, joiner::window);
  }

  /**
   * @param frame its vectors are given away
   */
  public void add(Frame frame) {
    lost += alignment.accept(frame).isPresent() ? 1 : 0;
  }

  public void add(Label label) {
    joiner.label(label);
  }

  public void end(EndOfStream marker) {
    alignment.end(marker);
  }

  /** Closes what is open. All examples by stream and time, however they came. */
  public List<LabelledWindow> finish() {
    alignment.finish();
    examples.sort(Comparator.comparing(example -> example.window().id()));
    return List.copyOf(examples);
  }

  /** Frames that went into no window, being late, doubled or of an old session. */
  public long lost() {
    return lost;
  }
}
