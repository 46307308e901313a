// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.FrameLayers;
import io.skewline.modality.Modality;
import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LayerOptionsTest {
  private FusionApp app;

  @BeforeEach
  void read() throws Exception {
    app = TopologyFile.read(Path.of("topologies/audio-video-events.yaml"), List.of());
  }

  private FrameLayers layers(String... args) {
    LayerOptions options = CommandLine.populateCommand(new LayerOptions(), args);
    return options.follow(app).choice().wanted().get();
  }

  @Test
  void shouldSendEverythingUnlessToldOtherwise() {
    assertThat(layers()).isEqualTo(FrameLayers.ALL);
    assertThat(layers("--layers", "audio=1+2"))
        .isEqualTo(FrameLayers.of(Map.of(new Modality("audio"), List.of(1, 2))));
    assertThat(layers("--layers", "video=2,audio=1").byModality()).hasSize(2);
  }

  @Test
  void shouldNameWhatIsAllowed() {
    for (String bad :
        List.of("text=1", "audio", "audio=0", "audio=99", "audio=x", "audio=", "audio=1+", "all")) {
      assertThatThrownBy(() -> layers("--layers", bad))
          .as(bad)
          .hasMessageContaining("--layers must be active or MODALITY=N+N,... of [audio=1..")
          .hasMessageContaining("was '" + bad + "'");
    }
    for (String twice : List.of("audio=1,audio=2", "video=1,audio=1,audio=1")) {
      assertThatThrownBy(() -> layers("--layers", twice)).hasMessageContaining("modality once");
    }
    assertThatThrownBy(() -> layers("--layers", "audio=1,")).hasMessageContaining("was ''");
    assertThatThrownBy(() -> layers("--explore", "0.1"))
        .hasMessageContaining("--explore goes with --layers active");
    assertThatThrownBy(() -> layers("--layers", "active", "--explore", "1.5"))
        .hasMessageContaining("--explore must be 0..1: 1.5");
  }
}
