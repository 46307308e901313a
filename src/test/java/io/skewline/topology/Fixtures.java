// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** A small topology file and frames that fit it. */
public final class Fixtures {
  public static final Modality AUDIO = new Modality("audio");
  public static final Modality VIDEO = new Modality("video");
  public static final StreamId CAMERA = new StreamId("camera-1");

  private Fixtures() {}

  /** Two modalities of 2 layers × 3 floats, windows of 1 s, lateness 0, D = 500 ms. */
  public static FusionApp app(String... overrides) {
    return TopologyFile.parse(
        "fixture.yaml",
        """
        name: fixture
        task: { type: classification, labels: [no, yes] }
        streams:
          - { modality: audio, topic: t.audio, layers: 2, width: 3, lateness: 0ms }
          - { modality: video, topic: t.video, layers: 2, width: 3, lateness: 0ms }
        align:
          windows: { size: 1s }
          deadline: 500ms
          maxAhead: 10s
          maxBack: 5s
          punctuation: 20ms
        fusion:
          plan: late
          width: 8
          batch: { size: 4, linger: 0ms }
        outputs:
          predictions: t.predictions
          rejected: t.rejected
          maxRecordBytes: 64KB
          rejectedMaxBytes: 1KB
        models: { topic: t.models }
        train: { labels: t.labels, examples: t.examples, firstRound: 40, roundEvery: 40 }
        registry: { schema.registry.url: "mock://fixture" }
        """,
        List.of(overrides),
        name -> null);
  }

  public static Properties driverConfig() {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "fixture");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    return config;
  }

  public static Frame frame(Modality modality, long millis, long sequence) {
    return frame(CAMERA, modality, millis, sequence);
  }

  public static Frame frame(StreamId stream, Modality modality, long millis, long sequence) {
    float v = sequence;
    return new Frame(
        stream,
        modality,
        millis * 1000,
        sequence,
        "",
        0,
        LayerStack.ofAll(new float[] {v, 1, 0}, new float[] {0, v, 1}));
  }
}
