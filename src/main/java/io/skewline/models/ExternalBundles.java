// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Bundles as files beside the topic, which carries only where they lie and their hash. Nothing is
 * ever deleted there. Safe for many threads.
 */
final class ExternalBundles implements AutoCloseable {
  static final String SUFFIX = ".skwf";

  /** A file is written before its activation, but a store may show it to others a little later. */
  private static final int MISSING_ATTEMPTS = 5;

  private final String folder;
  private final Blobs blobs;
  private final BundleCache cache;
  private final Map<String, Integer> missing = new HashMap<>();
  private volatile String active = "";

  /**
   * @param folder the only place that anything is fetched from
   */
  ExternalBundles(String folder, Blobs blobs, BundleCache cache) {
    this.folder = folder.replaceAll("/+$", "") + "/";
    this.blobs = blobs;
    this.cache = cache;
  }

  static Optional<ExternalBundles> of(ModelTransport transport) {
    return of(transport, Blobs::at);
  }

  /**
   * The location is looked at when something is fetched: what it needs may be lacking until then.
   */
  static Optional<ExternalBundles> lazy(ModelTransport transport) {
    return of(transport, at -> new LazyBlobs(() -> Blobs.at(at)));
  }

  private static Optional<ExternalBundles> of(ModelTransport transport, Function<URI, Blobs> open) {
    return transport
        .location()
        .map(
            at ->
                new ExternalBundles(
                    at.toString(), open.apply(at), new BundleCache(transport.cache())));
  }

  String url(String hash) {
    return folder + hash + SUFFIX;
  }

  /**
   * @throws org.apache.kafka.common.KafkaException if it was not taken
   */
  void put(Bundle bundle, BundleSignature signature) {
    byte[] file = new BundleFile(bundle.hash(), signature, bundle.bytes()).encode();
    blobs.put(bundle.hash() + SUFFIX, file);
  }

  /**
   * The bundle, as it was activated.
   *
   * @throws AwayException to be asked again
   */
  byte[] get(Activation activation) throws BadBundleException {
    String hash = activation.hash();
    if (!activation.location().equals(url(hash)) || !hash.matches("[0-9a-f]{64}")) {
      throw new BadBundleException(
          Reason.WRONG_LOCATION,
          "%s is not %s, where models.location has it".formatted(activation.location(), url(hash)));
    }
    Optional<byte[]> cached = cache.get(hash, activation.sizeBytes());
    byte[] bundle = cached.isPresent() ? cached.get() : fetch(activation);
    if (activation.role() == Activation.Role.ACTIVE) {
      active = hash;
    }
    return bundle;
  }

  private byte[] fetch(Activation activation) throws BadBundleException {
    String hash = activation.hash();
    Optional<byte[]> file =
        blobs.get(hash + SUFFIX, activation.sizeBytes() + BundleFile.MOST_OVERHEAD);
    if (file.isEmpty()) {
      throw notThere(activation);
    }
    BundleFile read = BundleFile.decode(file.get());
    if (!read.hash().equals(hash) || read.bundle().length != activation.sizeBytes()) {
      throw new BadBundleException(
          Reason.HASH_MISMATCH, activation.location() + " holds bundle " + read.hash());
    }
    // Many candidates may come and go meanwhile, and a restart wants the active one.
    cache.use(active);
    cache.put(hash, read.bundle());
    return read.bundle();
  }

  private synchronized BadBundleException notThere(Activation activation) {
    String what = activation.location() + " is not there";
    if (missing.merge(activation.hash(), 1, Integer::sum) <= MISSING_ATTEMPTS) {
      throw new AwayException(what);
    }
    missing.remove(activation.hash());
    return new BadBundleException(Reason.TRUNCATED, what);
  }

  @Override
  public void close() {
    blobs.close();
  }
}
