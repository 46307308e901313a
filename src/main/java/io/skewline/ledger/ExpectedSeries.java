// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Every series that the counters of a process can have, whatever happens: there are not many. */
final class ExpectedSeries {
  private ExpectedSeries() {}

  /**
   * @param classes none for regression
   * @return values of the tags, in their order, by counter
   */
  static Map<MeterSpec, List<String[]>> of(
      MeterSpec.Where process, List<Modality> modalities, List<String> classes) {
    List<String> names = modalities.stream().map(Modality::name).toList();
    List<String> labels = classes.isEmpty() ? List.of("value") : classes;
    Map<MeterSpec, List<String[]>> all = new EnumMap<>(MeterSpec.class);
    for (MeterSpec spec : MeterSpec.values()) {
      if (spec.kind() == MeterSpec.Kind.COUNTER && spec.where().in(process)) {
        all.put(spec, product(spec.tags(), names, labels));
      }
    }
    return all;
  }

  private static List<String[]> product(
      List<MeterTag> tags, List<String> modalities, List<String> classes) {
    List<List<String>> series = List.of(List.of());
    for (MeterTag tag : tags) {
      List<String> values =
          switch (tag) {
            case MODALITY -> modalities;
            case CLASS -> classes;
            default -> tag.known();
          };
      List<List<String>> longer = new ArrayList<>();
      for (List<String> one : series) {
        for (String value : values) {
          List<String> more = new ArrayList<>(one);
          more.add(value);
          longer.add(more);
        }
      }
      series = longer;
    }
    return series.stream().map(one -> one.toArray(String[]::new)).toList();
  }
}
