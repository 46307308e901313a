// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.models.ModelPublisher;
import io.skewline.network.OnnxFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code skewline models export} from a topic with two models. */
class ModelsExportIT {
  @TempDir private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  @Test
  void shouldWriteTheActiveModelOrTheOneThatIsNamed() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 1)) {
      String file = cluster.file.toString();
      Path onnx = dir.resolve("model.onnx");
      assertThat(run("models", "export", file, "--onnx", onnx.toString())).isEqualTo(1);
      assertThat(err.toString()).contains("no active model on topic it.models");
      assertThat(onnx).doesNotExist();

      var first = cluster.bundle(1);
      var second = cluster.bundle(2);
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, first);
        cluster.publish(publisher, second);
      }
      assertThat(run("models", "export", file, "--onnx", onnx.toString())).isZero();
      assertThat(out.toString()).contains("model version 2 (" + second.hash() + ")");
      assertThat(Files.readAllBytes(onnx)).isEqualTo(OnnxFile.of(second.bytes(), false));

      String[] named = {"models", "export", file, "--model-version", "1", "--naive", "--onnx", ""};
      named[named.length - 1] = onnx.toString();
      assertThat(run(named)).isZero();
      assertThat(Files.readAllBytes(onnx)).isEqualTo(OnnxFile.of(first.bytes(), true));
      named[4] = "9";
      assertThat(run(named)).isEqualTo(1);
      assertThat(err.toString()).contains("no version 9 on topic it.models; it has 2 (");
    }
  }
}
