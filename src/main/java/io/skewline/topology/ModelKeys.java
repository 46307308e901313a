// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys of {@code models}. */
final class ModelKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<String> MODELS =
      LIST.required("models.topic", Kinds.topic(), "compacted topic of the model bundles");
  static final Key<String> DECISIONS =
      LIST.optional(
          "models.decisions",
          Kinds.topic(),
          "topic of what was decided about models, and why; default: models.topic + .decisions");
  static final Key<Integer> PART =
      LIST.of(
          "models.partBytes",
          "512KB",
          Kinds.size("1KB", "100MB"),
          "largest chunk of a bundle in one record");
  static final Key<Long> VERSION =
      LIST.optional(
          "models.version",
          Kinds.positive(),
          "the processor serves this version alone; required with align.time: replay");
  static final Key<Duration> ANNOUNCE =
      LIST.optional(
          "models.announce",
          Kinds.duration("0ms", "1h"),
          "how long frames carry a new plan's layers before its model serves, and the old plan's"
              + " after; default: align.deadline + 10s, and the window's size or twice the"
              + " tolerance; where items are windows, add the longest one");
  static final Key<URI> LOCATION =
      LIST.optional(
          "models.location",
          Kinds.folderUrl("file", "http", "https", "s3"),
          "where bundles lie as files, while models.topic carries their hashes alone; nothing is"
              + " fetched from elsewhere; default: in parts on the topic");
  static final Key<Path> CACHE =
      LIST.optional(
          "models.cache",
          Kinds.path(),
          "folder of the eight bundles from models.location that were last used; default:"
              + " skewline-bundles-NAME where temporary files lie");
  static final Key<Path> TRUST =
      LIST.optional(
          "models.trust",
          Kinds.path(),
          "Ed25519 public key (PEM), or folder of *.pem: a bundle that none of them signed is"
              + " refused; default: signatures are not looked at");
  static final Key<Path> SIGN_KEY =
      LIST.optional(
          "models.signKey",
          Kinds.path(),
          "Ed25519 private key (PEM) that what the trainer and `skewline models import` publish is"
              + " signed with; read by them alone");
  static final Key<Double> SHADOW_SHARE =
      LIST.of(
          "models.shadowShare",
          "0.1",
          Kinds.number("[0, 1]"),
          "share of the windows that a candidate scores beside the active model; none in replay");
  static final Key<Boolean> ROLLBACK =
      LIST.of(
          "models.rollback.on",
          "true",
          Kinds.bool(),
          "the trainer takes back a model that turns out worse than what it replaced; false with"
              + " train.deterministic");
  static final Key<Double> ROLLBACK_MARGIN =
      LIST.of(
          "models.rollback.margin",
          "0.05",
          Kinds.number("[0, 1)"),
          "worse: accuracy on labels is below the reference by more than that");
  static final Key<Double> ROLLBACK_ALPHA =
      LIST.of(
          "models.rollback.alpha",
          "0.01",
          Kinds.number("(0, 1)"),
          "probability, at the most, of taking back a model whose chance with each label, whatever came"
              + " before, is not that much below the reference");
  static final Key<Integer> ROLLBACK_LABELS =
      LIST.of(
          "models.rollback.minLabels",
          "50",
          Kinds.integer(1, 10_000_000),
          "labels before anything is decided, and before what the replaced model did of late is the"
              + " reference instead of the new one's gate");
  static final Key<Integer> PROBATION =
      LIST.of(
          "models.rollback.probation",
          "2000",
          Kinds.integer(1, 100_000_000),
          "labels of a model within which it may be taken back; what falls later is drift");
  static final Key<Integer> COOL_DOWN =
      LIST.of(
          "models.rollback.coolDown",
          "500",
          Kinds.integer(1, 100_000_000),
          "labels from one time to the next, and from one until a round's model is published, which"
              + " each further one in a row doubles");

  static final List<Key<?>> ALL = LIST.all();

  private ModelKeys() {}
}
