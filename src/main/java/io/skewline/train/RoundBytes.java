// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.ModelDecision;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A round whose bundle is still to be published, with all that decided, in a checkpoint. */
final class RoundBytes {
  private RoundBytes() {}

  static void write(@Nullable Round round, DataOutput to) throws IOException {
    to.writeBoolean(round != null);
    if (round == null) {
      return;
    }
    to.writeInt(round.bundle().bytes().length);
    to.write(round.bundle().bytes());
    write(round.decision(), to);
  }

  private static void write(ModelDecision decision, DataOutput to) throws IOException {
    to.writeUTF(decision.verdict().label());
    to.writeUTF(decision.by().label());
    to.writeUTF(decision.hash());
    to.writeLong(decision.version());
    to.writeUTF(decision.againstHash());
    to.writeLong(decision.againstVersion());
    to.writeUTF(decision.reason());
    to.writeInt(decision.numbers().size());
    for (Map.Entry<String, Metric> number : new TreeMap<>(decision.numbers()).entrySet()) {
      to.writeUTF(number.getKey());
      to.writeDouble(number.getValue().value());
      to.writeDouble(number.getValue().low());
      to.writeDouble(number.getValue().high());
      to.writeLong(number.getValue().n());
    }
  }

  /**
   * @throws IOException also if the bundle is not whole any more
   */
  static @Nullable Round read(DataInput from, BundleReader bundles) throws IOException {
    if (!from.readBoolean()) {
      return null;
    }
    byte[] bytes = new byte[from.readInt()];
    from.readFully(bytes);
    ModelDecision decision = decision(from);
    try (FusionModel model = bundles.read(bytes, decision.hash())) {
      return new Round(new Bundle(model.manifest(), bytes, decision.hash()), decision);
    } catch (BadBundleException e) {
      throw new IOException("the bundle to be published is not whole: " + e.getMessage(), e);
    }
  }

  private static ModelDecision decision(DataInput from) throws IOException {
    return new ModelDecision(
        ModelDecision.Verdict.of(from.readUTF()),
        ModelDecision.By.of(from.readUTF()),
        from.readUTF(),
        from.readLong(),
        from.readUTF(),
        from.readLong(),
        from.readUTF(),
        numbers(from));
  }

  private static Map<String, Metric> numbers(DataInput from) throws IOException {
    Map<String, Metric> numbers = new HashMap<>();
    int size = from.readInt();
    for (int i = 0; i < size; i++) {
      numbers.put(
          from.readUTF(),
          new Metric(from.readDouble(), from.readDouble(), from.readDouble(), from.readLong()));
    }
    return numbers;
  }
}
