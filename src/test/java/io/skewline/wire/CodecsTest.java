// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.AUDIO;
import static io.skewline.wire.Fixtures.CAMERA;
import static io.skewline.wire.Fixtures.KEY;
import static io.skewline.wire.Fixtures.NEW_YEAR;
import static io.skewline.wire.Fixtures.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Outcome;
import io.skewline.modality.PooledModality;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CodecsTest {
  static final WindowId WINDOW = new WindowId(CAMERA, 2, NEW_YEAR, NEW_YEAR + 2_000_000);

  static final Prediction FUSED =
      new Prediction(
          WINDOW,
          Verdict.FUSED_MISSING,
          ClosingReason.DEADLINE,
          List.of(AUDIO),
          List.of(VIDEO),
          List.of(VIDEO),
          Map.of(AUDIO, 0L),
          1_767_225_602_345L,
          0,
          Optional.of(
              new Prediction.Scored(
                  List.of("angry", "calm"),
                  new FusionScore(new float[] {0.25f, 0.75f}, 1, 0.7, Double.NaN, Double.NaN),
                  "late",
                  12,
                  "ab".repeat(32))));

  static final LabelledWindow EXAMPLE =
      new LabelledWindow(
          new AlignedWindow(
              WINDOW,
              "s1",
              Map.of(
                  AUDIO,
                  new PooledModality(
                      LayerStack.of(new int[] {2, 5}, new float[][] {{1, 2}, {3, Float.MIN_VALUE}}),
                      50,
                      NEW_YEAR + 1))),
          new Label.ClassTarget("calm"),
          "val",
          "speaker-3");

  private final Codecs codecs = new Codecs(Fixtures.registry());

  private static <T> T roundTrip(Codec<T> codec, T value) throws WireException {
    return codec.decode("t", KEY, codec.encode("t", value));
  }

  @Test
  void shouldReturnEveryFrameAsItWas() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int n = 0; n < 500; n++) {
      Frame frame = randomFrame(random);
      assertThat(roundTrip(codecs.frames(), frame)).as("seed %d", seed).isEqualTo(frame);
    }
  }

  static Frame randomFrame(Random random) {
    int[] indices = random.ints(1, 257).distinct().limit(1 + random.nextInt(9)).sorted().toArray();
    float[][] values = new float[indices.length][random.nextInt(70)];
    for (float[] layer : values) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = Float.intBitsToFloat(random.nextInt());
      }
    }
    return new Frame(
        CAMERA,
        AUDIO,
        random.nextLong() >>> 1 + random.nextInt(60),
        random.nextLong(),
        random.nextBoolean() ? "" : "sitzung-ä-" + random.nextInt(),
        random.nextBoolean() ? 0 : random.nextInt(1 << 30),
        LayerStack.of(indices, values));
  }

  @Test
  void shouldReturnMarkersAsTheyWere() throws Exception {
    for (String session : List.of("", "sitzung-ä")) {
      EndOfStream end = new EndOfStream(CAMERA, AUDIO, NEW_YEAR, session);
      assertThat(roundTrip(codecs.frames(), end)).isEqualTo(end);
      assertThat(roundTrip(codecs.halfFrames(), end)).isEqualTo(end);
    }
  }

  @Test
  void shouldRoundHalfFramesToHalves() throws Exception {
    Frame frame = Fixtures.frame(NEW_YEAR, new float[] {1, -0.1f, 65_504});
    Frame read = (Frame) roundTrip(codecs.halfFrames(), frame);
    assertThat(read.layers().layer(1)).containsExactly(1, -0.099975586f, 65_504);
    assertThat(codecs.halfFrames().encode("t", frame))
        .hasSize(codecs.frames().encode("t", frame).length - 3 * 2);
  }

  @Test
  void shouldReturnLabelsAsTheyWere() throws Exception {
    Label byClass = new Label(CAMERA, 5, 9, new Label.ClassTarget("calm"), "train", "speaker-3");
    Label byValue = new Label(CAMERA, -9, -5, new Label.ValueTarget(-1.5), "", "");
    // Ten thousand years on: beyond what counts in nanoseconds.
    Label late =
        new Label(
            CAMERA, 1L << 58, Long.MAX_VALUE, new Label.ValueTarget(Double.MIN_VALUE), "", "");
    assertThat(roundTrip(codecs.labels(), byClass)).isEqualTo(byClass);
    assertThat(roundTrip(codecs.labels(), byValue)).isEqualTo(byValue);
    assertThat(roundTrip(codecs.labels(), late)).isEqualTo(late);
  }

  @Test
  void shouldReturnPredictionsAsTheyWere() throws Exception {
    Prediction read = roundTrip(codecs.predictions(), FUSED);
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Double.compare(a, b) == 0, Double.class)
        .isEqualTo(FUSED);
  }

  @Test
  void shouldReturnARegressionWithItsInterval() throws Exception {
    Prediction.Scored scored =
        new Prediction.Scored(
            List.of(), new FusionScore(new float[] {-1.2f}, 0, 0.9, -2, 0.5, 0.8), "late", 1, "00");
    Prediction value =
        new Prediction(
            WINDOW,
            Verdict.FUSED,
            ClosingReason.COMPLETE,
            List.of(AUDIO, VIDEO),
            List.of(),
            List.of(),
            Map.of(AUDIO, 0L, VIDEO, -40_000L),
            0,
            0,
            Optional.of(scored));
    assertThat(roundTrip(codecs.predictions(), value)).usingRecursiveComparison().isEqualTo(value);
  }

  @Test
  void shouldReturnADroppedWindowWithoutTheModelsPart() throws Exception {
    Prediction dropped = dropped(ClosingReason.SESSION_END, 0);
    assertThat(roundTrip(codecs.predictions(), dropped)).isEqualTo(dropped);
  }

  @Test
  void shouldLinkAnEarlyVerdictAndItsCorrection() throws Exception {
    Prediction early = dropped(ClosingReason.EARLY, 0);
    Prediction correction = dropped(ClosingReason.COMPLETE, 1);
    assertThat(roundTrip(codecs.predictions(), early)).isEqualTo(early);
    assertThat(roundTrip(codecs.predictions(), correction)).isEqualTo(correction);
    assertThat(early.id())
        .isEqualTo(correction.id())
        .isEqualTo("2/%d-%d", NEW_YEAR, NEW_YEAR + 2_000_000);
  }

  private static Prediction dropped(ClosingReason reason, int revision) {
    return new Prediction(
        WINDOW,
        Verdict.DROPPED_NO_MODEL,
        reason,
        List.of(AUDIO),
        List.of(VIDEO),
        List.of(),
        Map.of(AUDIO, 0L),
        1,
        revision,
        Optional.empty());
  }

  @Test
  void shouldReturnFrameEndsAsTheyWere() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int n = 0; n < 200; n++) {
      FrameEnd end =
          new FrameEnd(
              CAMERA,
              AUDIO,
              Outcome.values()[random.nextInt(Outcome.values().length)],
              random.nextBoolean() ? Optional.of(WINDOW) : Optional.empty(),
              "reason-" + random.nextInt(),
              random
                  .longs(random.nextInt(30))
                  .mapToObj(s -> new FrameEnd.Ref(s, random.nextLong()))
                  .toList());
      assertThat(roundTrip(codecs.frameEnds(), end)).as("seed %d", seed).isEqualTo(end);
    }
  }

  @Test
  void shouldTakeAFewBytesPerFrame() {
    List<FrameEnd.Ref> second =
        LongStream.range(0, 25)
            .mapToObj(k -> new FrameEnd.Ref(250_000 + k, NEW_YEAR + k * 40_000))
            .toList();
    FrameEnd end =
        new FrameEnd(CAMERA, AUDIO, Outcome.FUSED, Optional.of(WINDOW), "complete", second);
    assertThat(codecs.frameEnds().encode("t", end)).hasSizeLessThan(25 * 4 + 70);
  }

  @Test
  void shouldReturnExamplesAsTheyWere() throws Exception {
    assertThat(roundTrip(codecs.examples(), EXAMPLE)).isEqualTo(EXAMPLE);
  }

  @Test
  void shouldReturnPartsAndActivationsOfOneTopicAsTheyWere() throws Exception {
    BundlePart part = new BundlePart("ab".repeat(32), 3, 0, 2, new byte[] {1, 2, 3}, "cd");
    Activation activation =
        new Activation(
            Activation.Role.CANDIDATE,
            "ab".repeat(32),
            3,
            4_711,
            FrameLayers.of(Map.of(AUDIO, List.of(2), VIDEO, List.of(1, 12))),
            "better by 0.1");
    assertThat(roundTrip(codecs.bundleParts(), part)).usingRecursiveComparison().isEqualTo(part);
    assertThat(roundTrip(codecs.activations(), activation)).isEqualTo(activation);
  }

  @Test
  void shouldReturnRejectionsAsTheyWere() throws Exception {
    Rejected kept =
        new Rejected(
            "truncated",
            "why",
            "t.audio",
            3,
            9L,
            17L,
            2,
            Optional.of(new byte[] {0, 1}),
            Optional.empty());
    assertThat(roundTrip(codecs.rejections(), kept)).usingRecursiveComparison().isEqualTo(kept);
    Rejected hashed =
        new Rejected(
            "oversized", "why", "t.audio", 0, 0, 0, 9_999, Optional.empty(), Optional.of("ab"));
    assertThat(roundTrip(codecs.rejections(), hashed)).isEqualTo(hashed);
  }

  /** Bytes may be anything; what comes of them is a value or a WireException, at little cost. */
  @Test
  void shouldAnswerDamagedBytesWithNothingButAWireException() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Frame frame = randomFrame(random);
    damage(codecs.frames(), codecs.frames().encode("t", frame), random, seed);
    damage(codecs.examples(), codecs.examples().encode("t", EXAMPLE), random, seed);
    damage(codecs.predictions(), codecs.predictions().encode("t", FUSED), random, seed);
    FrameEnd end =
        new FrameEnd(
            CAMERA,
            AUDIO,
            Outcome.LATE,
            Optional.of(WINDOW),
            "deadline",
            List.of(new FrameEnd.Ref(7, NEW_YEAR), new FrameEnd.Ref(8, NEW_YEAR + 40_000)));
    damage(codecs.frameEnds(), codecs.frameEnds().encode("t", end), random, seed);
    Label label = new Label(CAMERA, 5, 9, new Label.ClassTarget("calm"), "train", "speaker-3");
    damage(codecs.labels(), codecs.labels().encode("t", label), random, seed);
  }

  private static <T> void damage(Codec<T> codec, byte[] good, Random random, long seed) {
    int values = 0;
    for (int n = 0; n < 20_000; n++) {
      byte[] bad = good.clone();
      for (int k = 0; k <= random.nextInt(6); k++) {
        bad[AvroFormat.HEADER + random.nextInt(bad.length - AvroFormat.HEADER)] =
            (byte) random.nextInt();
      }
      try {
        codec.decode("t", KEY, bad);
        values++;
      } catch (WireException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
      }
    }
    assertThat(values).as("seed %d", seed).isBetween(1, 19_999);
  }

  @Test
  void shouldNotBelieveALengthThatTheBytesDoNotHave() throws Exception {
    byte[] label =
        codecs.labels().encode("t", new Label(CAMERA, 0, 1, new Label.ClassTarget("c"), "", ""));
    // start, end, branch 1, then the length of the class name: two gigabytes, then more than Java
    // can address.
    for (long length : new long[] {Integer.MAX_VALUE - 8, Long.MAX_VALUE / 2, Long.MIN_VALUE}) {
      byte[] bad = new byte[20];
      System.arraycopy(label, 0, bad, 0, 8);
      int at = 8;
      for (long zigzag = length << 1 ^ length >> 63; ; zigzag >>>= 7) {
        bad[at++] = (byte) (zigzag >>> 7 == 0 ? zigzag : zigzag & 0x7f | 0x80);
        if (zigzag >>> 7 == 0) {
          break;
        }
      }
      assertThatThrownBy(() -> codecs.labels().decode("t", KEY, bad))
          .isInstanceOfSatisfying(
              WireException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.TRUNCATED));
    }
  }

  @Test
  void shouldRefuseAUnionBranchOrTypeThatIsNotThere() throws Exception {
    byte[] bytes = codecs.frames().encode("t", Fixtures.frame());
    int session = 5 + 1 + "audio".length() + 8 + 1;
    assertThat(bytes[session]).isZero();
    assertRejected(bytes, session, 4, "union branch 2");
    int dtype = session + 2 + 1 + 1;
    assertThat(bytes[dtype - 1]).isEqualTo((byte) 2);
    assertThat(bytes[dtype]).isZero();
    assertRejected(bytes, dtype, 4, "dtype 2");
  }

  private void assertRejected(byte[] good, int at, int value, String detail) {
    byte[] bad = good.clone();
    bad[at] = (byte) value;
    assertThatThrownBy(() -> codecs.frames().decode("t", KEY, bad))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(detail);
  }
}
