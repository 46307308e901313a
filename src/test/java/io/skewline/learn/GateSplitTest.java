// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateSplitTest {
  private static List<LabelledWindow> streams(int from, int to) {
    return IntStream.range(from, to).mapToObj(s -> window("s" + s, "", "")).toList();
  }

  private static LabelledWindow window(String stream, String split, String group) {
    WindowId id = new WindowId(new StreamId(stream), 0, 0, 1_000);
    return new LabelledWindow(
        new AlignedWindow(id, "", Map.of()), new Label.ClassTarget("yes"), split, group);
  }

  private static GateSplit split(List<LabelledWindow> examples, double heldOut, long seed) {
    return GateSplit.of(RoundExamples.of(examples), heldOut, seed);
  }

  private static Set<String> groups(List<LabelledWindow> part) {
    return part.stream().map(LabelledWindow::groupOrStream).collect(Collectors.toSet());
  }

  @Test
  void shouldLeaveEveryStreamOnItsSideWhenOthersCome() {
    for (long seed = 0; seed < 20; seed++) {
      GateSplit before = split(streams(0, 30), 0.25, seed);
      GateSplit after = split(streams(0, 300), 0.25, seed);
      assertThat(before.byRank()).as("seed %d", seed).isFalse();
      assertThat(groups(after.gate())).containsAll(groups(before.gate()));
      assertThat(groups(after.validation())).containsAll(groups(before.validation()));
      assertThat(groups(after.train())).containsAll(groups(before.train()));
    }
  }

  @Test
  void shouldHoldOutTheShareThatWasAskedFor() {
    GateSplit split = split(streams(0, 4_000), 0.25, 7);
    assertThat(split.gate().size() / 4_000.0).isCloseTo(0.25, within(0.03));
    assertThat(split.validation().size() / 4_000.0).isCloseTo(0.15, within(0.03));
    assertThat(split.train().size() + split.validation().size() + split.gate().size())
        .isEqualTo(4_000);
    assertThat(split.reported()).isEqualTo(split.gate());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 8})
  void shouldLeaveNoPartEmptyWithThreeGroupsOrMore(int groups) {
    int byRank = 0;
    for (long seed = 0; seed < 200; seed++) {
      GateSplit split = split(streams(0, groups), 0.25, seed);
      assertThat(List.of(split.train(), split.validation(), split.gate()))
          .as("seed %d", seed)
          .allSatisfy(part -> assertThat(part).isNotEmpty());
      byRank += split.byRank() ? 1 : 0;
    }
    System.out.printf("%d groups: split by rank with %d of 200 seeds%n", groups, byRank);
  }

  @Test
  void shouldHaveNothingForTheGateToSpareOfTwoGroups() {
    GateSplit split = split(streams(0, 2), 0.25, 3);
    assertThat(split.train()).isEmpty();
    assertThat(split(List.of(), 0.25, 3).gate()).isEmpty();
  }

  @Test
  void shouldDecideNothingByRowsMarkedVal() {
    List<LabelledWindow> examples = new ArrayList<>(streams(0, 20));
    examples.add(window("v1", "val", ""));
    examples.add(window("v2", "val", "speaker"));
    GateSplit split = split(examples, 0.25, 7);
    assertThat(groups(split.reported())).containsExactlyInAnyOrder("v1", "group speaker");
    assertThat(groups(split.gate())).isEqualTo(groups(split(streams(0, 20), 0.25, 7).gate()));
    assertThat(GateSplit.withoutGate(RoundExamples.of(examples), 0.25, 7))
        .hasSize(22 - split.gate().size())
        .containsAll(split.reported());
  }

  @Test
  void shouldNotCutAGroup() {
    List<LabelledWindow> examples =
        Stream.iterate(0, i -> i + 1)
            .limit(200)
            .map(i -> window("s" + i, "", "speaker " + i % 9))
            .toList();
    GateSplit split = split(examples, 0.25, 1);
    assertThat(groups(split.gate())).doesNotContainAnyElementsOf(groups(split.train()));
    assertThat(groups(split.gate())).doesNotContainAnyElementsOf(groups(split.validation()));
    assertThat(groups(split.train())).doesNotContainAnyElementsOf(groups(split.validation()));
  }

  /** So many streams of each speaker. */
  private static List<LabelledWindow> spoken(int streams, int firstSpeaker, int speakers) {
    return IntStream.range(0, streams)
        .mapToObj(
            i -> window(firstSpeaker + "-" + i, "", "speaker " + (firstSpeaker + i % speakers)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void shouldAskOnlyOfWindowsFromAfterAChange(int speakers) {
    for (long seed = 0; seed < 50; seed++) {
      RoundExamples examples = new RoundExamples(spoken(90, 0, 9), spoken(90, 100, speakers));
      GateSplit split = GateSplit.of(examples, 0.25, seed);
      assertThat(split.gate()).as("seed %d", seed).isNotEmpty();
      assertThat(examples.after()).containsAll(split.gate());
      assertThat(split.train()).anyMatch(examples.after()::contains);
      assertThat(split.train()).anyMatch(examples.before()::contains);
      assertThat(GateSplit.withoutGate(examples, 0.25, seed))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(split.train().stream(), split.validation().stream()).toList());
    }
  }

  /** What the gate held before a change has not been learned from, and is not learned from now. */
  @Test
  void shouldLearnFromNoGroupThatWasTheGates() {
    for (long seed = 0; seed < 50; seed++) {
      Set<String> gate = groups(split(spoken(90, 0, 30), 0.25, seed).gate());
      RoundExamples examples = new RoundExamples(spoken(90, 0, 30), spoken(90, 100, 1));
      assertThat(groups(GateSplit.of(examples, 0.25, seed).train()))
          .as("seed %d", seed)
          .doesNotContainAnyElementsOf(gate);
    }
  }

  /** Its windows of before as well as of after. */
  @Test
  void shouldKeepAGroupOnOneSideOverAChange() {
    for (long seed = 0; seed < 50; seed++) {
      RoundExamples examples = new RoundExamples(spoken(60, 0, 6), spoken(40, 2, 4));
      GateSplit split = GateSplit.of(examples, 0.25, seed);
      assertThat(groups(split.gate())).doesNotContainAnyElementsOf(groups(split.train()));
      assertThat(groups(split.gate())).doesNotContainAnyElementsOf(groups(split.validation()));
      assertThat(groups(split.train())).doesNotContainAnyElementsOf(groups(split.validation()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldCutByStreamsWhereThereAreTooFewGroups(int speakers) {
    GateSplit split = split(spoken(400, 0, speakers), 0.25, 7);
    assertThat(split.gate().size() / 400.0).isCloseTo(0.25, within(0.1));
    assertThat(split.train()).isNotEmpty();
    assertThat(split.validation()).isNotEmpty();
  }

  /** One stream says too little to ask about it alone. */
  @Test
  void shouldAskOfAllAsLongAsTooFewStreamsHaveCome() {
    RoundExamples examples = new RoundExamples(spoken(90, 0, 9), spoken(2, 100, 1));
    assertThat(GateSplit.of(examples, 0.25, 7)).isEqualTo(split(examples.all(), 0.25, 7));
  }
}
