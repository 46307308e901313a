// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skewline.fusion.FusionModel;
import io.skewline.ledger.Meters;
import io.skewline.network.EngineSettings;
import io.skewline.network.EngineSettings.Engine;
import io.skewline.network.EngineUnavailableException;
import io.skewline.network.NetworkBundleReader;
import io.skewline.network.RandomBundle;
import io.skewline.serve.ActiveModel;
import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code fusion.engine} from the topology file to the model and what is told of it. */
class EngineSettingTest {
  private static final String FILE = "topologies/digits.yaml";

  private static FusionApp app(String... set) throws Exception {
    return TopologyFile.read(Path.of(FILE), List.of(set));
  }

  private static FusionModel model(FusionApp app) throws Exception {
    var bundle = RandomBundle.of(app.shape(), 3);
    return NetworkBundleReader.expecting(app.specs(), app.task(), app.engine())
        .read(bundle.bytes(), bundle.hash());
  }

  private static void assumeNoDevice() {
    EngineUnavailableException none =
        catchThrowableOfType(
            EngineUnavailableException.class,
            () ->
                NetworkBundleReader.expecting(
                    List.of(), null, EngineSettings.of(Engine.ONNX_CUDA)));
    assumeTrue(none != null, "there is a CUDA device here");
  }

  @Test
  void shouldNameTheEngineInMetrics() throws Exception {
    Meters meters = Meters.unread();
    try (ActiveModel active = new ActiveModel(meters)) {
      assertThat(active.engines()).isEmpty();
      active.swap(model(app("fusion.engine=onnx")));
      assertThat(active.engines()).containsExactly("onnx");
      active.swap(model(app("fusion.engine=native")));
      assertThat(active.engines()).containsExactly("native");
      assertThat(gauge(meters, "native")).isEqualTo(1);
      assertThat(gauge(meters, "onnx")).isZero();
    }
  }

  private static double gauge(Meters meters, String engine) {
    return meters.registry().get("skewline.fuse.engine").tag("engine", engine).gauge().value();
  }

  @Test
  void shouldStopTheStartWhereThereIsNoDevice() {
    assumeNoDevice();
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err, true));
    int exit =
        command.execute(
            "process", FILE, "--set", "fusion.engine=onnx-cuda", "--set", "fusion.cuda.device=3");
    assertThat(exit).isEqualTo(Main.BAD_CONFIG);
    assertThat(err.toString())
        .startsWith(FILE + " cannot be used:")
        .contains("fusion.engine is 'onnx-cuda', which cannot run here on fusion.cuda.device 3")
        .contains("allowed: auto, native, onnx, or fusion.engineFallback: true");
  }

  @Test
  void shouldFallBackWhereThatIsWanted() throws Exception {
    assumeNoDevice();
    try (FusionModel model = model(app("fusion.engine=onnx-cuda", "fusion.engineFallback=true"))) {
      assertThat(model.engines()).isNotEmpty().isSubsetOf("native", "onnx");
    }
  }
}
