// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import static io.skewline.learn.online.OnlineExamples.count;
import static io.skewline.learn.online.OnlineExamples.example;
import static io.skewline.learn.online.OnlineExamples.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleBufferTest {
  private static final long ENOUGH = 1L << 40;

  @Test
  void shouldKeepAllWhileThereIsRoomInOrderOfArrival() {
    ExampleBuffer buffer = new ExampleBuffer(6, ENOUGH, 1);
    for (int i = 0; i < 6; i++) {
      assertThat(buffer.add(example(i, i % 2 == 0 ? "yes" : "no"))).isTrue();
    }
    assertThat(numbers(buffer)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldNeverHoldMoreThanItsBounds(long seed) throws IOException {
    Random random = new Random(seed);
    for (int trial = 0; trial < 30; trial++) {
      int most = 1 + random.nextInt(40);
      long bytes = 2_000 + random.nextInt(40_000);
      ExampleBuffer buffer = new ExampleBuffer(most, bytes, random.nextLong());
      for (int i = 0; i < 400; i++) {
        buffer.add(any(random, i));
        if (random.nextInt(100) == 0) {
          buffer.changed(Math.max(0, i - random.nextInt(50)));
        }
        if (random.nextInt(100) == 0) {
          buffer.thin(random.nextInt(most + 1));
        }
        if (random.nextInt(100) == 0) {
          buffer = again(buffer, most, bytes);
        }
        assertBounds(buffer, most, bytes);
      }
      assertBounds(again(buffer, 1 + most / 2, bytes / 2), 1 + most / 2, bytes / 2);
    }
  }

  private static void assertBounds(ExampleBuffer buffer, int most, long bytes) {
    List<LabelledWindow> examples = buffer.examples().all();
    assertThat(examples).hasSize(buffer.size()).hasSizeLessThanOrEqualTo(most);
    assertThat(examples.stream().mapToLong(e -> Held.of(e, 0).bytes()).sum())
        .isEqualTo(buffer.bytes())
        .isLessThanOrEqualTo(bytes);
    assertThat(numbers(buffer)).isSorted().doesNotHaveDuplicates();
    assertThat(buffer.after()).isBetween(0, buffer.size());
  }

  private static LabelledWindow any(Random random, int number) {
    Label.Target target =
        random.nextInt(3) == 0
            ? new Label.ValueTarget(8 * random.nextGaussian())
            : new Label.ClassTarget("c" + random.nextInt(3));
    String[][] modalities = {{"audio", "video"}, {"audio"}, {"video"}, {}};
    return example(number, target, 1 + random.nextInt(600), modalities[random.nextInt(4)]);
  }

  @Test
  void shouldHoldEachExampleOfAClassWithTheSameProbability() {
    assertUniform(60, 12, i -> true, i -> true);
  }

  @Test
  void shouldStayUniformWithinAClassThatMakesRoomForAnother() {
    // From the 60th on, half are rare: the common ones must give places.
    LongPredicate common = i -> i < 60 || i % 2 == 0;
    assertUniform(120, 24, common, common);
    assertUniform(120, 24, common, i -> !common.test(i));
  }

  /** The chi-square test over 3,000 seeds, of the numbers that are asked about. */
  private static void assertUniform(
      int examples, int most, LongPredicate common, LongPredicate asked) {
    int[] held = new int[examples];
    for (int seed = 0; seed < 3_000; seed++) {
      ExampleBuffer buffer = new ExampleBuffer(most, ENOUGH, seed * 7919L);
      for (int i = 0; i < examples; i++) {
        buffer.add(example(i, common.test(i) ? "common" : "rare"));
      }
      numbers(buffer).stream().filter(asked::test).forEach(i -> held[i.intValue()]++);
    }
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      if (asked.test(i)) {
        counts.add(held[i]);
      }
    }
    double mean = counts.stream().mapToInt(c -> c).average().orElseThrow();
    double variance = mean * (1 - mean / 3_000);
    double chiSquare = counts.stream().mapToDouble(c -> (c - mean) * (c - mean) / variance).sum();
    assertThat(chiSquare)
        .as("held %s", counts)
        .isLessThan(
            new ChiSquaredDistribution(counts.size() - 1).inverseCumulativeProbability(0.9999));
  }

  @Test
  void shouldKeepARareClassWhole() {
    ExampleBuffer buffer = new ExampleBuffer(100, ENOUGH, 5);
    for (int i = 0; i < 10_000; i++) {
      buffer.add(example(i, i % 400 == 399 ? "rare" : "common"));
    }
    assertThat(count(buffer, "rare")).isEqualTo(25);
    assertThat(count(buffer, "common")).isEqualTo(75);
  }

  @Test
  void shouldBalanceByWhatModalitiesAreThereToo() {
    ExampleBuffer buffer = new ExampleBuffer(30, ENOUGH, 5);
    Label.Target yes = new Label.ClassTarget("yes");
    for (int i = 0; i < 3_000; i++) {
      buffer.add(i % 100 == 0 ? example(i, yes, 4, "audio") : example(i, "yes"));
    }
    assertThat(
            buffer.examples().all().stream().filter(e -> e.window().present().size() == 1).count())
        .isEqualTo(15);
  }

  @Test
  void shouldBalanceValuesByTheNearestWholeNumber() {
    ExampleBuffer buffer = new ExampleBuffer(40, ENOUGH, 5);
    for (int i = 0; i < 1_000; i++) {
      double value = i % 100 == 0 ? -2.4 : 0.3 * (i % 2);
      buffer.add(example(i, new Label.ValueTarget(value), 4, "audio"));
    }
    assertThat(buffer.examples().all())
        .filteredOn(e -> e.target().equals(new Label.ValueTarget(-2.4)))
        .hasSize(10);
  }

  @Test
  void shouldLeaveOutWhatDoesNotFitAtAll() {
    ExampleBuffer buffer = new ExampleBuffer(10, 4_000, 1);
    buffer.add(example(0, "yes"));
    assertThat(buffer.add(example(1, new Label.ClassTarget("yes"), 2_000, "audio"))).isFalse();
    assertThat(numbers(buffer)).containsExactly(0L);
    assertThat(buffer.met()).isEqualTo(2);
  }

  @Test
  void shouldFavourWhatCameAfterAChange() {
    ExampleBuffer buffer = new ExampleBuffer(100, ENOUGH, 3);
    for (int i = 0; i < 1_000; i++) {
      buffer.add(example(i, i % 10 == 0 ? "rare" : "common"));
    }
    buffer.changed(1_000);
    assertThat(buffer.after()).isZero();
    for (int i = 1_000; i < 1_060; i++) {
      assertThat(buffer.add(example(i, i % 10 == 0 ? "rare" : "common"))).isTrue();
    }
    assertThat(buffer.size()).isEqualTo(100);
    assertThat(buffer.after()).as("all since are kept").isEqualTo(60);
    for (int i = 1_060; i < 2_000; i++) {
      buffer.add(example(i, i % 10 == 0 ? "rare" : "common"));
    }
    assertThat(numbers(buffer)).as("nothing of before is left").allMatch(i -> i >= 1_000);
    assertThat(count(buffer, "rare")).isEqualTo(50);
  }

  @Test
  void shouldThinWhatCameBeforeAChange() {
    ExampleBuffer buffer = new ExampleBuffer(1_000, ENOUGH, 3);
    for (int i = 0; i < 330; i++) {
      buffer.add(example(i, i % 10 == 0 ? "rare" : "common"));
    }
    buffer.changed(300);
    buffer.thin(100);
    assertThat(buffer.after()).isEqualTo(30);
    assertThat(buffer.size()).as("no fewer than 100 to learn from").isEqualTo(100);
    assertThat(count(buffer, "rare")).as("30 before, 3 after").isEqualTo(33);
    buffer.thin(10);
    assertThat(buffer.size()).as("as many before as after").isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldGoOnFromWhatWasWrittenAsIfNothingHadHappened(long seed) throws IOException {
    Random random = new Random(seed);
    ExampleBuffer undisturbed = new ExampleBuffer(50, 100_000, seed);
    ExampleBuffer killed = new ExampleBuffer(50, 100_000, seed);
    for (int i = 0; i < 1_000; i++) {
      LabelledWindow example = any(random, i);
      undisturbed.add(example);
      killed.add(example);
      if (i == 500) {
        undisturbed.changed(480);
        killed.changed(480);
      }
      if (random.nextInt(50) == 0) {
        killed = again(killed, 50, 100_000);
      }
    }
    assertThat(killed.examples()).isEqualTo(undisturbed.examples());
    assertThat(killed.met()).isEqualTo(1_000);
    assertThat(killed.bytes()).isEqualTo(undisturbed.bytes());
  }

  private static ExampleBuffer again(ExampleBuffer buffer, int most, long bytes)
      throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    buffer.write(new DataOutputStream(written));
    return ExampleBuffer.read(
        new DataInputStream(new ByteArrayInputStream(written.toByteArray())), most, bytes);
  }
}
