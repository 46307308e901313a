// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.Task;
import io.skewline.learn.Evaluation;
import io.skewline.modality.ModalitySpec;
import io.skewline.models.ModelCatalog.Entry;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A bundle in words, fact by fact, for people. */
record ModelFacts(Entry entry, BundleManifest manifest) {

  /** All but its metrics, in the order they are shown. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", String.valueOf(manifest.version()));
    facts.put("hash", entry.hash());
    facts.put("role", entry.role());
    facts.put("size", String.format(Locale.ROOT, "%,d bytes", entry.sizeBytes()));
    facts.put("lies", parts(entry));
    entry.activation().ifPresent(a -> facts.put("signed by", signer(a.signature().signer())));
    facts.put("parent", manifest.parentHash().isEmpty() ? "none" : manifest.parentHash());
    facts.put("task", task(manifest.task()));
    facts.put("modalities", modalities());
    facts.put("plan", manifest.plan().name());
    facts.put("pairs", pairs());
    facts.put("layers on the wire", layers());
    facts.put("block", manifest.block());
    facts.put("width", String.valueOf(manifest.width()));
    facts.put("combine", manifest.combine());
    facts.put("objective", manifest.objective());
    return facts;
  }

  /** Score by condition, in the order of the certificate. */
  Map<String, String> certificate() {
    Map<String, String> rows = new LinkedHashMap<>();
    manifest
        .certificate()
        .points()
        .forEach(point -> rows.put("certified " + point.name(), text(point.score())));
    return rows;
  }

  private static String signer(String signer) {
    return signer.isEmpty() ? "nobody" : signer;
  }

  /** Where its bytes are. */
  static String parts(Entry entry) {
    if (!entry.location().isEmpty()) {
      return entry.location();
    }
    String wanted = entry.wanted() == 0 ? "?" : String.valueOf(entry.wanted());
    return entry.parts() + "/" + wanted + " parts" + (entry.whole() ? "" : ", not whole");
  }

  /** Floats per frame and modality follow from it. */
  private String layers() {
    FrameLayers layers = FrameLayers.of(manifest.plan(), manifest.modalities());
    return layers.byModality().entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private String pairs() {
    return manifest.plan().pairs().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private String modalities() {
    return manifest.modalities().stream()
        .map(ModelFacts::modality)
        .collect(Collectors.joining(", "));
  }

  private static String modality(ModalitySpec spec) {
    return "%s (%d layers of %d)".formatted(spec.modality(), spec.layers(), spec.width());
  }

  private static String task(Task task) {
    if (task instanceof Task.Classification c) {
      return "classification of " + String.join(", ", c.labels());
    }
    return task instanceof Task.Clustering c ? c.clusters() + " clusters" : "regression";
  }

  SortedMap<String, Metric> metrics() {
    return new TreeMap<>(manifest.metrics());
  }

  /** The score of the fused model, which the gate speaks of. */
  static Optional<Metric> score(BundleManifest manifest) {
    return Optional.ofNullable(manifest.metrics().get(Evaluation.FUSED));
  }

  static String text(Metric metric) {
    return String.format(
        Locale.ROOT,
        "%.3f [%.3f, %.3f] n=%d",
        metric.value(),
        metric.low(),
        metric.high(),
        metric.n());
  }
}
