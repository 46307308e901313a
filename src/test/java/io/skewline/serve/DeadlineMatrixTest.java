// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.serve.MatrixCell.Cut;
import io.skewline.serve.MatrixCell.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with one modality, however many there are and however time is cut: every window
 * has its verdict by its deadline and one punctuation, and it names who kept it waiting.
 */
class DeadlineMatrixTest {

  static List<MatrixCell> cells() {
    List<MatrixCell> cells = new ArrayList<>();
    for (int modalities = 2; modalities <= 4; modalities++) {
      for (Cut cut : Cut.values()) {
        for (int affected = 0; affected < modalities; affected++) {
          for (Trouble trouble : Trouble.values()) {
            cells.add(new MatrixCell(modalities, cut, affected, trouble));
          }
        }
      }
    }
    return cells;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void shouldNotWaitLongerThanPromised(MatrixCell cell) {
    Map<Long, List<Frame>> arrivals = MatrixTraffic.of(cell);
    MatrixObserver observer = new MatrixObserver(cell);
    try (ActiveModel active = new ActiveModel(Meters.unread());
        AlignFuseDriver driver = new AlignFuseDriver(cell.align(), cell.fuse(), active)) {
      active.swap(new TestModel(1));
      long end = MatrixTraffic.LENGTH + 5_000;
      for (long now = 0; now < end; now += MatrixCell.TICK) {
        for (Frame frame : arrivals.getOrDefault(now, List.of())) {
          observer.arrives(frame, now);
          driver.pipe(frame);
          observer.told(driver.predictions(), now);
        }
        driver.advance(Duration.ofMillis(MatrixCell.TICK));
        observer.told(driver.predictions(), now + MatrixCell.TICK);
      }
      observer.finish();
      driver.ledger().forEach((modality, balance) -> assertThat(balance.open()).isZero());
    }
  }
}
