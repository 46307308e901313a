// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Outcome;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BalanceTest {
  private static final long[] COUNTS = {70, 20, 1, 2, 3, 4, 5, 6, 7};

  @Test
  void shouldReadWhatItWrote() {
    Balance counted = BalanceCodec.balance(BalanceCodec.write(COUNTS, OptionalLong.of(22)));
    assertThat(counted).isEqualTo(BalanceCodec.balance(COUNTS, OptionalLong.of(22)));
    assertThat(counted.outcomes()).containsEntry(Outcome.LATE, 2L);
    assertThat(counted.open()).isEqualTo(22);
    byte[] uncounted = BalanceCodec.write(COUNTS, OptionalLong.empty());
    assertThat(BalanceCodec.balance(uncounted).held()).isEmpty();
    assertThat(BalanceCodec.counts(uncounted)).isEqualTo(COUNTS);
  }

  @Test
  void shouldReadAnEntryOfBefore() {
    ByteBuffer value = ByteBuffer.allocate(COUNTS.length * Long.BYTES);
    value.asLongBuffer().put(COUNTS);
    assertThat(BalanceCodec.balance(value.array()))
        .isEqualTo(BalanceCodec.balance(COUNTS, OptionalLong.empty()));
    byte[] longer = Arrays.copyOf(value.array(), value.capacity() + Long.BYTES);
    longer[longer.length - 1] = 22;
    assertThat(BalanceCodec.balance(longer)).isEqualTo(BalanceCodec.balance(value.array()));
  }

  @Test
  void shouldRefuseAnEntryOfAVersionThatItDoesNotKnow() {
    byte[] value = BalanceCodec.write(COUNTS, OptionalLong.empty());
    value[0] = 9;
    assertThatThrownBy(() -> BalanceCodec.balance(value))
        .hasMessage("an entry of the ledger is of version 9; known: 2");
  }

  @Test
  void shouldShowWhatOnePartitionLostWhereAnotherIsNotCounted() {
    Balance lossy = new Balance(10, Map.of(Outcome.FUSED, 7L), OptionalLong.of(1));
    Balance uncounted = new Balance(10, Map.of(Outcome.FUSED, 4L));
    assertThat(lossy.plus(uncounted).lost()).isEqualTo(2);
    assertThat(uncounted.plus(lossy).lost()).isEqualTo(2);
    assertThat(uncounted.plus(uncounted).held()).isEmpty();
  }
}
