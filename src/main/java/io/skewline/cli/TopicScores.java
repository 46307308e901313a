// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.train.score.ScoreReader;
import io.skewline.wire.Codecs;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The trainer's scoreboard as its topic has it, for who is not the trainer. One thread. */
final class TopicScores implements Supplier<Optional<Map<String, ?>>> {
  private final FusionApp app;
  private final Codecs codecs;

  TopicScores(FusionApp app) {
    this.app = app;
    this.codecs = new Codecs(app.registry());
  }

  /** Empty where no trainer has made the topic yet. */
  @Override
  public Optional<Map<String, ?>> get() {
    try (ScoreReader reader =
        new ScoreReader(app.outputs().scores(), codecs.scores(), StreamsSettings.client(app))) {
      return Optional.of(LiveView.scores(reader.read()));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }
}
