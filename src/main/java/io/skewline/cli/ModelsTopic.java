// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelCatalog;
import io.skewline.models.ModelCatalog.Entry;
import io.skewline.models.ModelPublisher;
import io.skewline.network.ManifestReader;
import io.skewline.network.NetworkBundleReader;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;

/** The models of a topology and what was decided about them, as they were when this was made. */
final class ModelsTopic implements AutoCloseable {
  private final FusionApp app;
  private final Codecs codecs;
  private final Properties client;
  private final DecisionLog log;
  private final ModelCatalog catalog;
  private final List<DecisionLog.Entry> decisions;

  ModelsTopic(FusionApp app) {
    this.app = app;
    this.codecs = new Codecs(app.registry());
    this.client = StreamsSettings.client(app);
    this.catalog =
        new ModelCatalog(app.models(), codecs.bundleParts(), codecs.activations(), client);
    this.log = new DecisionLog(app.models(), codecs.decisions(), client);
    try {
      this.decisions = log.read();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  FusionApp app() {
    return app;
  }

  ModelCatalog catalog() {
    return catalog;
  }

  /** About one bundle, oldest first. */
  List<DecisionLog.Entry> decisions(String hash) {
    return decisions.stream().filter(one -> one.decision().hash().equals(hash)).toList();
  }

  Optional<ModelDecision> lastDecision(String hash) {
    return ModelDecision.last(hash, decisions.stream().map(DecisionLog.Entry::decision).toList());
  }

  BundleManifest manifest(Entry entry) throws BadBundleException {
    return ManifestReader.read(catalog.bytes(entry), entry.hash());
  }

  /** What may go wrong with a bundle, which does not say itself which one it is about. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws BadBundleException, IOException;
  }

  /**
   * @throws IllegalStateException naming the bundle
   */
  static <T> T about(Object which, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (BadBundleException | KafkaException e) {
      throw new IllegalStateException(which + ": " + e.getMessage(), e);
    }
  }

  static <T> T about(Entry entry, Step<T> step) throws IOException {
    return about("version " + entry, step);
  }

  /**
   * What a processor of this topology would do with it.
   *
   * @return what it says of itself
   */
  BundleManifest load(byte[] bundle, String hash) throws BadBundleException {
    try (var model = reader().read(bundle, hash)) {
      return model.manifest();
    }
  }

  private BundleReader reader() {
    return NetworkBundleReader.expecting(app.specs(), app.task());
  }

  ModelPublisher publisher() {
    return new ModelPublisher(app.models(), codecs.bundleParts(), codecs.activations(), client);
  }

  /** Returns when it serves, and nothing else is carried for it. */
  Activation activate(Entry entry, String reason) throws IOException {
    about(entry, () -> load(catalog.bytes(entry), entry.hash()));
    Activation earlier = about(entry, () -> catalog.activation(entry, reader()));
    try (ModelPublisher publisher = publisher()) {
      Activation now = publisher.reactivate(earlier, Role.ACTIVE, reason);
      if (entry.roles().contains(Role.CANDIDATE)) {
        publisher.withdrawCandidate();
      }
      return now;
    }
  }

  /** Appends what a user decided. */
  void decide(Verdict verdict, Activation about, Optional<Entry> against, String reason) {
    log.append(
        new ModelDecision(
            verdict,
            By.USER,
            about.hash(),
            about.version(),
            against.map(Entry::hash).orElse(""),
            against.map(Entry::version).orElse(0L),
            reason,
            Map.of()));
  }

  @Override
  public void close() {
    log.close();
    catalog.close();
  }
}
