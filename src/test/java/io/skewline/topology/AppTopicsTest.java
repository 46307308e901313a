// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AppTopicsTest {
  /** What lies in the newest segment is never compacted, and every start reads it. */
  @Test
  void shouldCompactWhatIsReadFromItsBeginning() {
    FusionApp app = Fixtures.app();
    Map<String, Topics.TopicSpec> specs = AppTopics.specs(app, 4);
    for (String topic : new String[] {app.outputs().scores(), app.models().topic()}) {
      Map<String, String> config = specs.get(topic).settings();
      assertThat(config).containsEntry("cleanup.policy", "compact");
      assertThat(Integer.parseInt(config.get("segment.bytes")))
          .as(topic)
          .isGreaterThanOrEqualTo(Integer.parseInt(config.get("max.message.bytes")))
          .isLessThan(256 << 20);
    }
  }
}
