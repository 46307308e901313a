// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.LayerStack;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ActiveModelTest {

  @Test
  void shouldScoreEachBatchWithOneModelAndCloseEachOldOneOnce() throws Exception {
    List<TestModel> models = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (ActiveModel active = new ActiveModel(Meters.unread())) {
      models.add(new TestModel(1));
      active.swap(models.get(0));
      List<Future<Integer>> scoring = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        scoring.add(threads.submit(() -> scoreUntil(done, active)));
      }
      for (int version = 2; version <= 5_000; version++) {
        TestModel next = new TestModel(version);
        models.add(next);
        active.swap(next);
      }
      done.set(true);
      for (Future<Integer> batches : scoring) {
        assertThat(batches.get(30, TimeUnit.SECONDS)).isPositive();
      }
      assertThat(active.swaps()).isEqualTo(5_000);
      assertThat(models.get(4_999).closed).hasValue(0);
    } finally {
      threads.shutdownNow();
    }
    assertThat(models).allSatisfy(model -> assertThat(model.closed).hasValue(1));
    assertThat(models).allSatisfy(model -> assertThat(model.misused).hasValue(0));
    assertThat(models.stream().filter(model -> !model.batches.isEmpty()).count())
        .as("models that scored")
        .isGreaterThan(1);
  }

  private static int scoreUntil(AtomicBoolean done, ActiveModel active) {
    var settings =
        new FuseSettings(List.of(TestModel.VIDEO, TestModel.AUDIO), Set.of(), 8, Duration.ZERO);
    Fuser fuser = new Fuser(settings, active, Meters.unread());
    List<ClosedWindow> windows =
        List.of(closed(1), closed(2), closed(3), closed(4), closed(5), closed(6));
    int batches = 0;
    while (!done.get() || batches == 0) {
      List<Prediction> predictions = fuser.fuse(windows);
      long version = predictions.get(0).scored().orElseThrow().modelVersion();
      for (int i = 0; i < predictions.size(); i++) {
        Prediction.Scored scored = predictions.get(i).scored().orElseThrow();
        assertThat(scored.modelVersion()).isEqualTo(version);
        assertThat(scored.score().scores()[0]).isEqualTo(version + i + 1f);
      }
      batches++;
    }
    return batches;
  }

  private static ClosedWindow closed(int value) {
    WindowId id = new WindowId(new StreamId("s"), 0, value, value + 1);
    PooledModality pooled = new PooledModality(LayerStack.ofAll(new float[] {value}), 1, value);
    AlignedWindow window = new AlignedWindow(id, "", Map.of(TestModel.VIDEO, pooled));
    return new ClosedWindow(window, ClosingReason.COMPLETE, List.of(), 0, 0);
  }

  @Test
  void shouldCloseAReplacedModelOnlyAfterItsLease() {
    ActiveModel active = new ActiveModel(Meters.unread());
    TestModel first = new TestModel(1);
    active.swap(first);
    ActiveModel.Lease lease = active.lease().orElseThrow();
    active.swap(new TestModel(2));
    assertThat(first.closed).hasValue(0);
    lease.close();
    lease.close();
    assertThat(first.closed).hasValue(1);
  }

  @Test
  void shouldSurviveALeaseThatIsClosedTwice() {
    ActiveModel active = new ActiveModel(Meters.unread());
    TestModel model = new TestModel(1);
    active.swap(model);
    ActiveModel.Lease lease = active.lease().orElseThrow();
    lease.close();
    lease.close();
    assertThat(model.closed).hasValue(0);
    assertThat(active.lease().map(ActiveModel.Lease::model)).contains((FusionModel) model);
  }

  @Test
  void shouldTellItsListenerOnceTheModelCanBeLeased() {
    List<Long> told = new ArrayList<>();
    Meters meters = Meters.unread();
    ActiveModel active = new ActiveModel(meters, (BundleManifest m) -> told.add(m.version()));
    assertThat(active.present()).isFalse();
    active.swap(new TestModel(7));
    active.swap(new TestModel(8));
    assertThat(told).containsExactly(7L, 8L);
    assertThat(meters.registry().get("skewline.models.active.version").gauge().value())
        .isEqualTo(8);
  }

  @Test
  void shouldCloseAModelThatComesAfterTheEnd() {
    ActiveModel active = new ActiveModel(Meters.unread());
    active.close();
    TestModel late = new TestModel(1);
    active.swap(late);
    assertThat(late.closed).hasValue(1);
    assertThat(active.lease()).isEmpty();
  }
}
