// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.models.BundleFile;
import io.skewline.models.ModelCatalog.Entry;
import io.skewline.models.ModelPublisher;
import io.skewline.models.TrustedKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code skewline models import}. */
@Command(
    name = "import",
    description = {
      "Publishes the bundle of a file that `skewline models export --out` wrote. It is refused",
      "unless its hash is right, it fits the topology's modalities and task, its weights are finite,",
      "somebody who is trusted signed it (where models.trust says who), and its version is not that",
      "of another bundle on the topic."
    },
    mixinStandardHelpOptions = true)
final class ModelsImport extends ModelsSubcommand {
  @Parameters(index = "1", paramLabel = "FILE", description = "The bundle's file.")
  private Path file;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "active",
      description = "active, or candidate: to be watched beside it (default: ${DEFAULT-VALUE}).")
  private Role role;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "imported by hand",
      description = "For the record (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Override
  void check() {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new TypeConversionException("FILE must be a file that can be read: was '" + file + "'");
    }
  }

  @Override
  void run(ModelsTopic topic, PrintWriter out) throws IOException {
    BundleFile read = ModelsTopic.about(file, () -> read(topic));
    BundleManifest manifest = ModelsTopic.about(file, () -> topic.load(read.bundle(), read.hash()));
    Bundle bundle = new Bundle(manifest, read.bundle(), read.hash());
    requireOwnVersion(topic, bundle);
    Optional<Entry> before = topic.catalog().in(Role.ACTIVE);
    Activation now;
    try (ModelPublisher publisher = topic.publisher()) {
      now = publisher.publish(bundle, read.signature(), role, reason);
    }
    Verdict verdict = role == Role.ACTIVE ? Verdict.PROMOTED : Verdict.SHADOWED;
    topic.decide(verdict, now, before.filter(b -> !b.hash().equals(now.hash())), reason);
    out.printf(
        Locale.ROOT,
        "model version %d (%s) is %s%n",
        now.version(),
        now.hash(),
        role.name().toLowerCase(Locale.ROOT));
  }

  private BundleFile read(ModelsTopic topic) throws IOException, BadBundleException {
    if (Files.size(file) > BundleFile.MOST_BYTES) {
      throw new IllegalStateException(
          file + " has more than " + BundleFile.MOST_BYTES + " bytes, no bundle has");
    }
    BundleFile read = BundleFile.decode(Files.readAllBytes(file));
    TrustedKeys.in(topic.app().models().transport().trust())
        .require(read.signature(), read.hash(), read.bundle().length);
    return read;
  }

  /** A version is part of what the hash is of, and the trainer goes on counting from it. */
  private static void requireOwnVersion(ModelsTopic topic, Bundle bundle) {
    long version = bundle.manifest().version();
    for (Entry entry : topic.catalog().entries()) {
      if (entry.version() == version && !entry.hash().equals(bundle.hash())) {
        throw new IllegalStateException(
            "version %d is taken by another bundle: %s; a version cannot be changed, so this one"
                    .formatted(version, entry)
                + " can be imported when that one has left the topic");
      }
    }
  }
}
