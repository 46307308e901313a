// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.topology.FusionApp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine.TypeConversionException;

/** Options of the form MODALITY=VALUE. */
final class ByModality {
  private ByModality() {}

  /**
   * @param allowed begins the message
   * @param value from what stands behind =; IllegalArgumentException where it cannot be one
   * @throws TypeConversionException for a modality that the topology has not or that stands twice
   */
  static <T> Map<Modality, T> read(
      FusionApp app,
      List<String> given,
      String allowed,
      BiFunction<ModalitySpec, String, T> value) {
    Map<Modality, T> read = new HashMap<>();
    for (String one : given) {
      String[] parts = one.split("=", 2);
      ModalitySpec spec =
          app.specs().stream()
              .filter(s -> parts.length == 2 && s.modality().name().equals(parts[0]))
              .findFirst()
              .orElseThrow(() -> refused(allowed, one));
      if (read.containsKey(spec.modality())) {
        throw refused(allowed + ", each modality once", one);
      }
      try {
        read.put(spec.modality(), value.apply(spec, parts[1]));
      } catch (IllegalArgumentException e) {
        throw refused(allowed, one);
      }
    }
    return read;
  }

  private static TypeConversionException refused(String allowed, String given) {
    return new TypeConversionException(allowed + ": was '" + given + "'");
  }
}
