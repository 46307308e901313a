// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a learner down and finds it again. Between rounds it is written every few seconds, but
 * writing takes no more than a twentieth of the time; whatever came since is read again from the
 * examples topic. One thread, {@link #open} aside, which comes before.
 */
final class LearnerStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerStore.class);
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final int SHARE = 20;

  private final TrainSettings settings;
  private final Path directory;
  private final BundleReader bundles;
  private @Nullable Checkpoint checkpoint;
  private String owner = "";
  private long savedAtNanos = System.nanoTime();
  private long tookNanos;
  private long savedMet = -1;

  LearnerStore(TrainSettings settings, Path directory, BundleReader bundles) {
    this.settings = settings;
    this.directory = directory;
    this.bundles = bundles;
  }

  /**
   * Takes the directory.
   *
   * @throws IllegalStateException if another trainer has it
   */
  void open() {
    try {
      checkpoint = new Checkpoint(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no checkpoint can be kept in " + directory, e);
    }
  }

  /**
   * The learner as it was written last.
   *
   * @param topicId of the examples topic
   * @param ends of its partitions
   * @return empty if there is none of this topic, task and modalities that can be used
   */
  Optional<Learner> load(String topicId, Map<TopicPartition, Long> ends) {
    owner = owner(topicId, settings);
    try {
      return opened()
          .load(
              owner,
              from -> {
                Learner learner = LearnerState.read(from, settings, bundles);
                requireBefore(ends, learner.offsets);
                return learner;
              });
    } catch (IOException e) {
      throw new UncheckedIOException("no checkpoint can be read in " + directory, e);
    }
  }

  /** Of one topic, and of examples of one kind. */
  static String owner(String topicId, TrainSettings settings) {
    String kind = settings.fit().task() + " " + settings.fit().modalities();
    String hash = Bundle.sha256(kind.getBytes(StandardCharsets.UTF_8));
    return "topic " + topicId + ", task and modalities " + hash.substring(0, 16);
  }

  private static void requireBefore(Map<TopicPartition, Long> ends, Map<Integer, Long> offsets)
      throws IOException {
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long offset = offsets.getOrDefault(end.getKey().partition(), 0L);
      if (offset > end.getValue()) {
        throw new IOException(
            "it stands at " + offset + ", but " + end.getKey() + " ends at " + end.getValue());
      }
    }
  }

  void saveIfDue(Learner learner) {
    long since = System.nanoTime() - savedAtNanos;
    if (learner.buffer.met() != savedMet && since >= Math.max(OFTEN.toNanos(), SHARE * tookNanos)) {
      save(learner);
    }
  }

  /** Where that fails the one before stays, and more will have to be read again. */
  void save(Learner learner) {
    long startedNanos = System.nanoTime();
    try {
      opened().save(owner, to -> LearnerState.write(learner, to));
      savedMet = learner.buffer.met();
    } catch (IOException e) {
      LOG.warn("No checkpoint could be written in {}: {}", directory, e.toString());
    }
    savedAtNanos = System.nanoTime();
    tookNanos = savedAtNanos - startedNanos;
  }

  private Checkpoint opened() {
    Checkpoint found = checkpoint;
    if (found == null) {
      throw new IllegalStateException("the checkpoint's directory is not open");
    }
    return found;
  }

  @Override
  public void close() {
    try {
      if (checkpoint != null) {
        checkpoint.close();
      }
    } catch (IOException e) {
      LOG.warn("The lock in {} could not be closed: {}", directory, e.toString());
    }
  }
}
