// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FrameLayers;
import io.skewline.models.OvertakenException;
import io.skewline.models.TestModels;
import io.skewline.train.Publisher;
import io.skewline.train.Round;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which model the trainer waits for after it published one, and for which not. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SuccessionTest {
  private static final Bundle OLD = TestModels.bundle(1, "", 100);
  private static final Bundle OURS = TestModels.bundle(2, OLD.hash(), 100);
  private static final Bundle OTHER = TestModels.bundle(3, OLD.hash(), 100);

  private final Champion champion = new Champion();

  @AfterEach
  void close() {
    champion.close();
  }

  @Test
  void shouldNotWaitForWhatTheFailedPublicationLeftInService() {
    serve(OLD, Role.ACTIVE);
    Succession failing =
        succession(
            round -> {
              serve(OURS, Role.ACTIVE);
              throw new KafkaException("before the last step");
            });
    assertThatThrownBy(() -> publish(failing)).isInstanceOf(KafkaException.class);
    publish(new Succession(round -> {}, champion, Duration.ZERO));
    assertThat(champion.hash()).contains(OURS.hash());
  }

  @Test
  void shouldWaitForItsOwnEvenIfACandidateComesFirst() {
    serve(OLD, Role.ACTIVE);
    whileItWaits(succession(round -> serve(OTHER, Role.CANDIDATE)), OURS);
    assertThat(champion.hash()).contains(OURS.hash());
  }

  @Test
  void shouldWaitForWhatOvertookItsOwn() {
    serve(OLD, Role.ACTIVE);
    whileItWaits(
        succession(
            round -> {
              serve(OURS, Role.ACTIVE);
              throw overtaken();
            }),
        OTHER);
    assertThat(champion.hash()).contains(OTHER.hash());
  }

  @Test
  void shouldGoOnWithoutWhatItCannotLoadItself() {
    serve(OLD, Role.ACTIVE);
    publish(
        new Succession(
            round -> {
              throw overtaken();
            },
            champion,
            Duration.ZERO));
    assertThat(champion.hash()).contains(OLD.hash());
  }

  @Test
  void shouldStopWhereItsOwnNeverComesButNotWhereAnotherTookItsPlace() {
    serve(OLD, Role.ACTIVE);
    assertThatThrownBy(() -> publish(new Succession(round -> {}, champion, Duration.ZERO)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model 2 was published but not read back");
    publish(new Succession(round -> serve(OTHER, Role.ACTIVE), champion, Duration.ZERO));
    assertThat(champion.hash()).contains(OTHER.hash());
  }

  private Succession succession(Publisher publisher) {
    return new Succession(publisher, champion, Duration.ofSeconds(20));
  }

  private static void publish(Succession succession) {
    succession.publish(new Round(OURS, true, "better"));
  }

  /** It must wait, or it would be over before the model comes. */
  private void whileItWaits(Succession succession, Bundle comes) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              publish(succession);
              over.complete(null);
            });
    thread.start();
    List<Thread.State> waits = List.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
    await().until(() -> waits.contains(thread.getState()));
    assertThat(over).as("before %s", comes.hash()).isNotDone();
    serve(comes, Role.ACTIVE);
    over.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void serve(Bundle bundle, Role role) {
    try {
      champion.activate(
          TestModels.reader().read(bundle.bytes(), bundle.hash()), activation(bundle, role));
    } catch (BadBundleException e) {
      throw new AssertionError(e);
    }
  }

  private static OvertakenException overtaken() {
    return new OvertakenException(
        activation(OURS, Role.ACTIVE), Optional.of(activation(OTHER, Role.ACTIVE)));
  }

  private static Activation activation(Bundle bundle, Role role) {
    return new Activation(
        role, bundle.hash(), bundle.manifest().version(), 100, FrameLayers.ALL, "test");
  }
}
