// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.AlignSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the topics of a topology file must be set to: to keep frames until their windows are closed,
 * models for ever, and to take the largest record.
 */
public final class TopicNeeds {
  private static final String POLICY = "cleanup.policy";
  private static final String RETENTION = "retention.ms";
  private static final String BYTES = "retention.bytes";
  private static final String LARGEST = "max.message.bytes";
  private static final String STAMPS = "message.timestamp.type";
  private static final Duration WEEK = Duration.ofDays(7);

  private final FusionApp app;
  private final Duration outage;
  private final List<Unmet> unmet = new ArrayList<>();

  /**
   * What a topic is set to, and should not be.
   *
   * @param severe something is lost or refused
   * @param wanted to set it to
   */
  public record Unmet(
      String topic, String key, String found, String wanted, boolean severe, String why) {
    @Override
    public String toString() {
      return "topic %s has %s=%s, to be %s: %s".formatted(topic, key, found, wanted, why);
    }
  }

  /**
   * @param outage for how long nobody may read
   */
  public TopicNeeds(FusionApp app, Duration outage) {
    this.app = app;
    this.outage = outage;
  }

  /**
   * @param configs by topic, the values in force; a topic that is not among them is not looked at
   */
  public List<Unmet> unmet(Map<String, Map<String, String>> configs) {
    unmet.clear();
    configs.forEach(this::examine);
    return List.copyOf(unmet);
  }

  private void examine(String topic, Map<String, String> config) {
    size(topic, config);
    if (Set.of(app.models().topic(), app.outputs().scores()).contains(topic)) {
      expect(topic, config, POLICY, "compact", "else what is in force is deleted by its age");
      return;
    }
    expect(topic, config, POLICY, "delete", "compaction leaves one record of a stream");
    if (topic.equals(app.models().decisions())) {
      if (!config.getOrDefault(RETENTION, "-1").equals("-1")) {
        add(topic, config, RETENTION, "-1", false, "what was decided about models is forgotten");
      }
      return;
    }
    boolean input = List.of(app.frameTopics()).contains(topic);
    keep(topic, config, input);
    if (input && !"LogAppendTime".equals(config.get(STAMPS))) {
      String why = "latencies, and which partition is read first, go by the producers' clocks";
      add(topic, config, STAMPS, "LogAppendTime", false, why);
    }
  }

  private void keep(String topic, Map<String, String> config, boolean input) {
    Duration needed = needed(topic, input);
    long millis = Long.parseLong(config.getOrDefault(RETENTION, "-1"));
    if (millis >= 0 && millis < needed.toMillis()) {
      long wanted = Math.max(needed.toMillis(), WEEK.toMillis());
      String why =
          "less than %s, what a restart after an outage of %s reads"
              .formatted(Units.text(needed), Units.text(outage));
      add(topic, config, RETENTION, Long.toString(wanted), true, why);
    }
    if (needed.compareTo(Duration.ZERO) > 0 && !config.getOrDefault(BYTES, "-1").equals("-1")) {
      add(topic, config, BYTES, "-1", false, "records may go before retention.ms is over");
    }
  }

  /** None of what nobody of us reads again. */
  private Duration needed(String topic, boolean input) {
    if (input) {
      return windowOpen().plus(outage);
    }
    Set<String> joined = new LinkedHashSet<>(AppTopics.ofTrainer(app));
    if (joined.contains(topic)) {
      return app.train().horizon().plus(outage);
    }
    return topic.equals(app.train().examplesTopic()) ? outage : Duration.ZERO;
  }

  /** From a window's first frame to its end; an item is taken to be no longer than align.idle. */
  private Duration windowOpen() {
    AlignSettings align = app.align();
    Duration reach = align.timing().idle();
    if (align.windowing() instanceof AlignSettings.Sliding sliding) {
      reach = sliding.size();
    } else if (align.windowing() instanceof AlignSettings.Nearest nearest) {
      reach = nearest.tolerance().multipliedBy(2);
    }
    Duration lateness =
        align.modalities().stream()
            .map(AlignSettings.AlignedModality::lateness)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return reach.plus(lateness).plus(align.timing().deadline());
  }

  private void size(String topic, Map<String, String> config) {
    long largest = largest(topic);
    if (Long.parseLong(config.getOrDefault(LARGEST, "1048588")) < largest) {
      String standard = AppTopics.specs(app, 1).get(topic).settings().getOrDefault(LARGEST, "0");
      String wanted = Long.toString(Math.max(largest, Long.parseLong(standard)));
      add(topic, config, LARGEST, wanted, true, "records of %,d bytes come".formatted(largest));
    }
  }

  private long largest(String topic) {
    long bytes = 64 << 10;
    if (List.of(app.frameTopics()).contains(topic)) {
      bytes = FrameSizes.largestFrame(app);
    } else if (topic.equals(app.models().topic())) {
      bytes = app.models().partBytes();
    } else if (topic.equals(app.train().examplesTopic())) {
      bytes = FrameSizes.example(app);
    } else if (topic.equals(app.outputs().rejected())) {
      bytes = Math.min(app.decode().rejectedMaxBytes(), app.decode().maxRecordBytes());
    }
    return bytes + FrameSizes.OVERHEAD;
  }

  private void expect(
      String topic, Map<String, String> config, String key, String wanted, String why) {
    if (!wanted.equals(config.getOrDefault(key, wanted))) {
      add(topic, config, key, wanted, true, why);
    }
  }

  private void add(
      String topic,
      Map<String, String> config,
      String key,
      String wanted,
      boolean severe,
      String why) {
    unmet.add(new Unmet(topic, key, config.getOrDefault(key, "(default)"), wanted, severe, why));
  }
}
