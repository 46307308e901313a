// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleSignature;
import io.skewline.models.BundleFile;
import io.skewline.models.BundleSigner;
import io.skewline.models.ModelCatalog.Entry;
import io.skewline.network.ManifestReader;
import io.skewline.network.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code skewline models export}. */
@Command(
    name = "export",
    description = {
      "Writes a model as a file: as a bundle that `skewline models import` takes, or as ONNX (opset",
      "17) that other tools run. Inputs of that: per layer `modality.layer`, rows x width floats as",
      "encoders give them, and `present`, rows x modalities of 0 or 1. Outputs: `scores`, or",
      "`value`, `low` and `high`, calibrated; `output` (logits, or the standardised value);",
      "`agreement`."
    },
    mixinStandardHelpOptions = true)
final class ModelsExport extends ModelsSubcommand {
  @Mixin private ModelChoice choice;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The bundle's file to be written; one that is there is replaced.")
  private @Nullable Path file;

  @Option(
      names = "--onnx",
      paramLabel = "FILE",
      description = "The ONNX file to be written, likewise.")
  private @Nullable Path onnx;

  @Option(
      names = "--naive",
      description =
          "The formulas as they stand, for reading; by default products are folded, for speed.")
  private boolean naive;

  @Option(
      names = "--sign",
      paramLabel = "KEYFILE",
      description =
          "Sign the bundle's file with this Ed25519 private key (PEM), in place of a signature that"
              + " it has.")
  private @Nullable Path key;

  @Override
  void check() {
    choice.check();
    if (file == null && onnx == null) {
      throw new TypeConversionException("--out FILE or --onnx FILE must say what is to be written");
    }
    if (key != null && file == null) {
      throw new TypeConversionException("--sign goes with --out alone");
    }
    if (naive && onnx == null) {
      throw new TypeConversionException("--naive goes with --onnx alone");
    }
    OutputFile.check("--out", file);
    OutputFile.check("--onnx", onnx);
  }

  @Override
  void run(ModelsTopic topic, PrintWriter out) throws IOException, BadBundleException {
    Entry entry = choice.of(topic);
    byte[] bytes = ModelsTopic.about(entry, () -> topic.catalog().bytes(entry));
    if (file != null) {
      Bundle bundle = Bundle.of(ManifestReader.read(bytes, entry.hash()), bytes);
      BundleFile written = new BundleFile(entry.hash(), signature(entry, bundle), bytes);
      write(entry, file, written.encode(), out);
    }
    if (onnx != null) {
      write(entry, onnx, OnnxFile.of(bytes, naive), out);
    }
  }

  private BundleSignature signature(Entry entry, Bundle bundle) {
    return key != null
        ? BundleSigner.with(key).sign(bundle)
        : entry.activation().map(a -> a.signature()).orElse(BundleSignature.NONE);
  }

  private static void write(Entry entry, Path to, byte[] bytes, PrintWriter out)
      throws IOException {
    Files.write(to, bytes);
    out.printf(
        Locale.ROOT,
        "model version %d (%s): %,d bytes to %s%n",
        entry.version(),
        entry.hash(),
        bytes.length,
        to);
  }
}
