// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.ledger.LiveStore;
import io.skewline.modality.Modality;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.StoreBuilder;

/** What tests of other packages may see of the align store. */
public final class AlignProbe {
  private AlignProbe() {}

  /** Frames of one modality without an outcome. */
  public static long held(AlignStore store, Modality modality) {
    return store.held(modality).orElseThrow();
  }

  /** A store that begins with the given bytes, as if restored from its changelog. */
  public static StoreBuilder<AlignStore> restored(
      AlignSettings settings, Map<Bytes, byte[]> bytes) {
    return LiveStore.builder(
        AlignStore.NAME, store -> new AlignStore(new PrefilledStore(store, bytes), settings));
  }
}
