// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every contestant by name; {@code -eos} is exactly once, otherwise at least once. */
public final class Contestants {
  private final Map<String, Contestant> all = new LinkedHashMap<>();

  public Contestants() {
    add(new BareConsumer("bare"));
    addBoth("streams-decode", new DecodeOnly());
    addBoth("ours-window", new Ours(Ours.Mode.WINDOW));
    addBoth("ours-nearest", new Ours(Ours.Mode.NEAREST));
    addBoth("join-memory", new DslJoin(Dsl.Stores.MEMORY));
    addBoth("join-rocksdb", new DslJoin(Dsl.Stores.ROCKSDB));
    addBoth("tables-memory", new DslTables(Dsl.Stores.MEMORY));
    addBoth("tables-rocksdb", new DslTables(Dsl.Stores.ROCKSDB));
  }

  private void addBoth(String name, Wiring wiring) {
    add(new StreamsContestant(name, false, wiring));
    add(new StreamsContestant(name + "-eos", true, wiring));
  }

  private void add(Contestant contestant) {
    all.put(contestant.name(), contestant);
  }

  public Collection<String> names() {
    return all.keySet();
  }

  /**
   * @throws IllegalArgumentException naming those that there are
   */
  public Contestant find(String name) {
    Contestant found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no contestant '" + name + "'; there are " + names());
    }
    return found;
  }
}
