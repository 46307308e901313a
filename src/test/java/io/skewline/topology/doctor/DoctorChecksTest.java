// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.topology.doctor.Finding.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a test cannot bring about on a machine that others share: its clock, memory and disk. */
class DoctorChecksTest {
  private static final long MIB = 1 << 20;

  private static Findings findings(Consumer<Findings> check) {
    Findings found = new Findings("check");
    check.accept(found);
    return found;
  }

  /** A second is sane, and no more is told of than is known. */
  @ParameterizedTest
  @CsvSource({"900, 5, OK", "-900, 5, OK", "1004, 5, OK", "1006, 5, WARNING", "-60000, 5, WARNING"})
  void shouldTellOfABrokersClock(long aheadMillis, long errorMillis, Level expected) {
    BrokerClock.Offset offset =
        new BrokerClock.Offset(Duration.ofMillis(aheadMillis), Duration.ofMillis(errorMillis));
    Finding finding = findings(found -> ClocksCheck.broker(offset, found)).all().get(0);
    assertThat(finding.level()).isEqualTo(expected);
    assertThat(finding.what()).contains("%+d ms".formatted(aheadMillis));
  }

  @Test
  void shouldLeaveTheProcessRoomBesideItsHeap() {
    assertThat(findings(found -> MemoryCheck.container(850 * MIB, 1000 * MIB, found)).all())
        .isEmpty();
    Finding finding =
        findings(found -> MemoryCheck.container(900 * MIB, 1000 * MIB, found)).all().get(0);
    assertThat(finding.level()).isEqualTo(Level.FAILURE);
    assertThat(finding.fix()).contains("-Xmx850m").contains("1059 MiB");
  }

  @Test
  void shouldWantRoomOnTheDisk() {
    Path there = Path.of("/state");
    assertThat(findings(found -> MemoryCheck.free(there, 200 * MIB, 200 * MIB, found)).all())
        .isEmpty();
    Finding finding =
        findings(found -> MemoryCheck.free(there, 199 * MIB, 200 * MIB, found)).all().get(0);
    assertThat(finding.level()).isEqualTo(Level.FAILURE);
    assertThat(finding.what()).contains("199 MiB left").contains("200 MiB");
  }
}
