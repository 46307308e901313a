// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where fits are kept, so that none is made twice. Safe for many threads. */
public interface FitStore {
  Optional<FitResult> find(String key);

  void save(FitResult result);

  /** Kept as long as the object. */
  static FitStore inMemory() {
    Map<String, FitResult> results = new ConcurrentHashMap<>();
    return new FitStore() {
      @Override
      public Optional<FitResult> find(String key) {
        return Optional.ofNullable(results.get(key));
      }

      @Override
      public void save(FitResult result) {
        results.put(result.key(), result);
      }
    };
  }
}
