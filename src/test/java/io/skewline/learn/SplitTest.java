// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void shouldPartNoStreamSessionOrGroup() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      List<LabelledWindow> examples = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int stream = random.nextInt(60);
        String session = stream % 7 == 0 ? "shared-" + stream % 3 : "session-" + stream;
        examples.add(example(i, "stream-" + stream, session, "", "speaker-" + stream / 4));
      }
      Split split = Split.of(examples, 0.2, seed);
      assertApart(split, e -> e.window().id().stream().value(), seed);
      assertApart(split, e -> e.window().session(), seed);
      assertApart(split, LabelledWindow::group, seed);
      assertThat(split.train().size() + split.validation().size() + split.reported().size())
          .isEqualTo(400);
      assertThat(split.reported()).as("seed %d", seed).hasSizeBetween(1, 200);
      assertThat(split.validation()).as("seed %d", seed).hasSizeBetween(1, 200);
    }
  }

  @Test
  void shouldReportOnNothingButWhatIsMarked() {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(example(i, "stream-" + i, "", i % 5 == 0 ? "val" : "train", ""));
    }
    Split split = Split.of(examples, 0.5, 1);
    assertThat(split.reported()).hasSize(20).allMatch(e -> e.split().equals("val"));
    assertThat(split.train()).noneMatch(e -> e.split().equals("val"));
    assertThat(split.validation()).noneMatch(e -> e.split().equals("val"));
  }

  @Test
  void shouldNotFitOnAStreamThatIsReportedOn() {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(example(i, "stream-" + i % 20, "", i == 7 ? "val" : "", ""));
    }
    Split split = Split.of(examples, 0.2, 1);
    assertThat(split.reported()).hasSize(1);
    assertApart(split, e -> e.window().id().stream().value(), 1);
  }

  @Test
  void shouldKeepAStreamInItsPartWhenExamplesArrive() {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      examples.add(example(i, "stream-" + i / 10, "", "", ""));
    }
    Set<String> before = streams(Split.of(examples.subList(0, 3000), 0.2, 1).reported());
    Set<String> after = streams(Split.of(examples, 0.2, 1).reported());
    assertThat(after).containsAll(before);
  }

  @Test
  void shouldCutByStreamWhereAllShareOneSpeaker() {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(example(i, "clip-" + i / 4, "", "", "s1"));
    }
    Split split = Split.of(examples, 0.2, 1);
    assertThat(split.reported()).hasSizeBetween(8, 32);
    assertApart(split, e -> e.window().id().stream().value(), 1);
  }

  @Test
  void shouldValidateOnTheLatestWindowsOfALoneStream() {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      examples.add(example(i, i < 40 ? "lone" : "reported", "", i < 40 ? "train" : "val", ""));
    }
    Split split = Split.of(examples, 0.2, 1);
    assertThat(split.validation()).containsExactlyElementsOf(examples.subList(33, 40));
  }

  private static void assertApart(Split split, Function<LabelledWindow, String> key, long seed) {
    List<Set<String>> parts =
        List.of(
            keys(split.train(), key), keys(split.validation(), key), keys(split.reported(), key));
    for (int a = 0; a < 3; a++) {
      for (int b = a + 1; b < 3; b++) {
        assertThat(parts.get(a)).as("seed %d", seed).doesNotContainAnyElementsOf(parts.get(b));
      }
    }
  }

  private static Set<String> streams(List<LabelledWindow> examples) {
    return keys(examples, e -> e.window().id().stream().value());
  }

  private static Set<String> keys(
      List<LabelledWindow> examples, Function<LabelledWindow, String> key) {
    Set<String> keys = new HashSet<>();
    examples.forEach(example -> keys.add(key.apply(example)));
    return keys;
  }

  private static LabelledWindow example(
      int i, String stream, String session, String split, String group) {
    WindowId id = new WindowId(new StreamId(stream), 0, i, i + 1L);
    return new LabelledWindow(
        new AlignedWindow(id, session, Map.of()), new Label.ClassTarget("a"), split, group);
  }
}
