// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.modality.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnseenLastTest {
  private static List<Item> read(Dataset dataset) {
    List<Item> items = new ArrayList<>();
    dataset.items().forEachRemaining(items::add);
    return items;
  }

  @Test
  void shouldPutTheUnseenSpeakerBehindAllOthersAndTakeTheMarks() throws Exception {
    try (Dataset plain = TestData.require("av-digits")) {
      Dataset halves = Datasets.unseenLast(plain);
      TreeSet<String> before = new TreeSet<>();
      TreeSet<String> after = new TreeSet<>();
      List<Item> items = read(halves);
      assertThat(items).hasSameSizeAs(read(plain));
      long last = 0;
      for (Item item : items) {
        assertThat(item.startMicros()).isGreaterThanOrEqualTo(last);
        last = item.startMicros();
        boolean late = item.startMicros() >= halves.changeMicros().orElseThrow();
        for (Label label : item.labels()) {
          assertThat(label.split()).isEmpty();
          (late ? after : before).add(label.group());
          assertThat(label.endMicros()).isLessThanOrEqualTo(halves.spanMicros().orElseThrow());
        }
      }
      assertThat(after).isNotEmpty().doesNotContainAnyElementsOf(before);
      assertThat(halves.original()).isSameAs(plain);
    }
  }

  @Test
  void shouldRefuseASetWithoutEnd() {
    assertThatThrownBy(() -> Datasets.unseenLast(new EventGenerator(3, 9, 0)))
        .hasMessageContaining("has no end");
  }
}
