// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.FrameLayers;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Encoder;
import io.skewline.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayRunTest {
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality VIDEO = new Modality("video");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  @TempDir static Path folder;
  private static final Map<Modality, Encoder> ENCODERS = new HashMap<>();
  private static final Dataset DATASET = new EventGenerator(3, 9, 0);

  @BeforeAll
  static void fit() throws Exception {
    var specs = List.of(new ModalitySpec(AUDIO, 2, 8), new ModalitySpec(VIDEO, 2, 8));
    Dataset few = new Few(DATASET, 60);
    EncoderFitting.fit(few, specs, folder, 1, Map.of());
    for (Modality modality : List.of(AUDIO, VIDEO)) {
      ENCODERS.put(modality, Encoder.load(folder.resolve(modality.name())));
    }
  }

  private static <T> Codec<T> collect(List<T> into) {
    return new Codec<>() {
      @Override
      public byte[] encode(String topic, T value) {
        into.add(value);
        return topic.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public T decode(String topic, byte[] key, byte[] bytes) {
        throw new UnsupportedOperationException("only written here");
      }
    };
  }

  private static MockProducer<byte[], byte[]> producer(boolean complete) {
    return new MockProducer<>(
        complete,
        new RoundRobinPartitioner(),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static FramePublisher publisher(
      MockProducer<byte[], byte[]> producer, List<StreamEvent> events, List<Label> labels) {
    var topics = new FramePublisher.Topics(Map.of(AUDIO, "a", VIDEO, "v"), "l");
    return new FramePublisher(producer, topics, collect(events), collect(labels));
  }

  private static ReplaySettings settings(Map<Modality, Double> drop, Map<Modality, Double> noise) {
    return new ReplaySettings(
        Double.POSITIVE_INFINITY,
        Duration.ofMillis(300),
        Duration.ZERO,
        drop,
        Map.of(VIDEO, Duration.ofMillis(40)),
        noise,
        LayerChoice.fixed(FrameLayers.of(Map.of(AUDIO, List.of(2)))),
        Optional.of(Duration.ofSeconds(4)),
        true,
        5);
  }

  @Test
  void shouldSpoilOnlyWhatStartsLaterThanNoiseFrom() throws Exception {
    ReplaySettings noisy = settings(Map.of(), Map.of(AUDIO, -5.0));
    ReplaySettings later =
        new ReplaySettings(
            noisy.speed(),
            noisy.jitter(),
            noisy.labelDelay(),
            noisy.drop(),
            noisy.offset(),
            noisy.noise(),
            Duration.ofSeconds(2),
            noisy.layers(),
            noisy.limit(),
            noisy.endMarkers(),
            noisy.seed());
    List<Frame> clean = play(settings(Map.of(), Map.of()), new ArrayList<>());
    List<Frame> half = play(later, new ArrayList<>());
    List<Frame> all = play(noisy, new ArrayList<>());
    assertThat(half).hasSameSizeAs(all);
    assertThat(half).anyMatch(clean::contains).anyMatch(all::contains).isNotEqualTo(all);
    long from = half.get(0).eventTimeMicros();
    half.stream()
        .filter(frame -> frame.modality().equals(AUDIO) && !clean.contains(frame))
        .forEach(f -> assertThat(f.eventTimeMicros()).isGreaterThan(from + 1_900_000));
  }

  private static List<Frame> play(ReplaySettings settings, List<Label> labels) throws Exception {
    return frames(play(DATASET, settings, labels));
  }

  private static List<StreamEvent> play(
      Dataset dataset, ReplaySettings settings, List<Label> labels) throws Exception {
    List<StreamEvent> events = new ArrayList<>();
    FramePublisher publisher = publisher(producer(true), events, labels);
    new ReplayRun(dataset, ENCODERS, settings, publisher, CLOCK, ReplayListener.NONE).run();
    return events;
  }

  private static List<Frame> frames(List<StreamEvent> events) {
    return events.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
  }

  @Test
  void shouldRepeatItselfForASeed() throws Exception {
    ReplaySettings settings = settings(Map.of(AUDIO, 0.3), Map.of(AUDIO, -5.0, VIDEO, 3.0));
    List<Frame> first = play(settings, new ArrayList<>());
    assertThat(first).isNotEmpty().isEqualTo(play(settings, new ArrayList<>()));
  }

  @Test
  void shouldApplyDropOffsetAndLayersAndStayBehindTheClock() throws Exception {
    List<Label> labels = new ArrayList<>();
    List<Frame> frames = play(settings(Map.of(AUDIO, 0.5), Map.of()), labels);
    long now = CLOCK.millis() * 1000;
    long audio = frames.stream().filter(f -> f.modality().equals(AUDIO)).count();
    assertThat(audio).isBetween(80L, 160L);
    assertThat(frames.size() - audio).isEqualTo(3 * 4 * 10);
    assertThat(labels).hasSize(12);
    for (Frame frame : frames) {
      boolean isAudio = frame.modality().equals(AUDIO);
      assertThat(frame.layers().size()).isEqualTo(isAudio ? 1 : 2);
      assertThat(Math.floorMod(frame.eventTimeMicros(), 50_000L) == 0 || !isAudio).isTrue();
      assertThat(frame.eventTimeMicros()).isLessThan(now + 40_000);
    }
  }

  private static final FrameLayers TOP =
      FrameLayers.of(Map.of(AUDIO, List.of(2), VIDEO, List.of(2)));

  private static ReplaySettings choosing(LayerChoice layers, long seed) {
    return new ReplaySettings(
        Double.POSITIVE_INFINITY,
        Duration.ofMillis(300),
        Duration.ZERO,
        Map.of(),
        Map.of(VIDEO, Duration.ofMillis(40)),
        Map.of(),
        layers,
        Optional.of(Duration.ofSeconds(40)),
        true,
        seed);
  }

  /** By stream and window, how many layers its frames carry. */
  private static Map<String, Set<Integer>> sizes(List<Frame> frames) {
    Map<String, Set<Integer>> sizes = new TreeMap<>();
    for (Frame frame : frames) {
      long window = Math.floorDiv(frame.eventTimeMicros(), DATASET.windowMicros());
      sizes
          .computeIfAbsent(frame.stream() + "/" + window, w -> new TreeSet<>())
          .add(frame.layers().size());
    }
    return sizes;
  }

  @Test
  void shouldExploreInWholeWindowsAndCountTheBytesOfBothKinds() throws Exception {
    LayerChoice choice = new LayerChoice(() -> TOP, 0.25, Optional.empty());
    List<StreamEvent> events = new ArrayList<>();
    FramePublisher publisher = publisher(producer(true), events, new ArrayList<>());
    ReplayRun run =
        new ReplayRun(
            DATASET, ENCODERS, choosing(choice, 5), publisher, CLOCK, ReplayListener.NONE);
    run.run();
    Map<String, Set<Integer>> sizes = sizes(frames(events));
    assertThat(sizes.values()).as("whole windows").allMatch(layers -> layers.size() == 1);
    long full = sizes.values().stream().filter(Set.of(2)::equals).count();
    assertThat(full).as("a quarter of 120 windows or so").isBetween(15L, 45L);
    assertThat(run.wire().full().windows()).isEqualTo(full);
    assertThat(run.wire().chosen().windows()).isEqualTo(sizes.size() - full);
    long bytes = frames(events).size() * ("camera-00".length() + 1L);
    assertThat(run.wire().full().bytes() + run.wire().chosen().bytes()).isEqualTo(bytes);
    assertThat(sizes(play(choosing(choice, 5), new ArrayList<>()))).isEqualTo(sizes);
    assertThat(sizes(play(choosing(choice, 6), new ArrayList<>()))).isNotEqualTo(sizes);
  }

  @Test
  void shouldAskForTheLayersWhenAFrameIsSent() throws Exception {
    List<StreamEvent> events = new ArrayList<>();
    // Items are read and encoded ahead: what had been asked for by then would be out of date.
    LayerChoice changing =
        new LayerChoice(() -> events.size() < 100 ? FrameLayers.ALL : TOP, 0, Optional.empty());
    FramePublisher publisher = publisher(producer(true), events, new ArrayList<>());
    new ReplayRun(DATASET, ENCODERS, choosing(changing, 5), publisher, CLOCK, ReplayListener.NONE)
        .run();
    List<Frame> frames = frames(events);
    assertThat(frames.subList(0, 100)).allMatch(f -> f.layers().size() == 2);
    assertThat(frames.subList(100, frames.size())).allMatch(f -> f.layers().size() == 1);
  }

  @Test
  void shouldEndEachModalityOfAStreamAfterItsLastFrame() throws Exception {
    Dataset few = new Few(DATASET, 10);
    List<StreamEvent> events = play(few, settings(Map.of(AUDIO, 0.3), Map.of()), new ArrayList<>());
    Map<String, StreamEvent> last = new HashMap<>();
    events.forEach(e -> last.put(e.stream() + " " + e.modality(), e));
    assertThat(last.values()).hasSize(6).allMatch(EndOfStream.class::isInstance);
    assertThat(events.size() - frames(events).size()).isEqualTo(6);
    for (StreamEvent marker : last.values()) {
      Frame newest =
          frames(events).stream()
              .filter(f -> f.stream().equals(marker.stream()))
              .filter(f -> f.modality().equals(marker.modality()))
              .max(Comparator.comparingLong(Frame::eventTimeMicros))
              .orElseThrow();
      assertThat(marker.eventTimeMicros()).isEqualTo(newest.eventTimeMicros());
      assertThat(((EndOfStream) marker).session()).isEqualTo(newest.session());
    }
    // Of three streams and ten items, the stream of the seventh and tenth ends last.
    int firstEnd = events.indexOf(last.get("camera-01 audio"));
    assertThat(events.subList(firstEnd, events.size()))
        .anyMatch(e -> e instanceof Frame && e.stream().value().equals("camera-00"));
  }

  @Test
  void shouldEndAtTheLimitWhatHasNoEnd() throws Exception {
    ReplaySettings settings = settings(Map.of(VIDEO, 1.0), Map.of());
    List<StreamEvent> events = play(DATASET, settings, new ArrayList<>());
    List<StreamEvent> markers = events.subList(frames(events).size(), events.size());
    assertThat(markers)
        .hasSize(6)
        .allMatch(EndOfStream.class::isInstance)
        .as("a modality without frames ends, too")
        .anyMatch(e -> e.modality().equals(VIDEO));
    assertThat(play(DATASET, settings.withoutEndMarkers(), new ArrayList<>()))
        .allMatch(Frame.class::isInstance);
  }

  @Test
  void shouldNumberFromZeroAfterTheEnd() {
    List<StreamEvent> events = new ArrayList<>();
    FramePublisher publisher = publisher(producer(true), events, new ArrayList<>());
    StreamId stream = new StreamId("call");
    assertThat(publisher.nextSequence(stream, AUDIO)).isZero();
    assertThat(publisher.nextSequence(stream, AUDIO)).isEqualTo(1);
    publisher.end(stream, AUDIO, 5, "first");
    assertThat(publisher.nextSequence(stream, AUDIO)).isZero();
    assertThat(events).containsExactly(new EndOfStream(stream, AUDIO, 5, "first"));
    assertThatThrownBy(() -> publisher.end(stream, new Modality("text"), 5, ""))
        .hasMessageContaining("no topic for modality text");
  }

  @Test
  void shouldShowAFailedRecordOnTheNextCall() {
    MockProducer<byte[], byte[]> producer = producer(false);
    FramePublisher publisher = publisher(producer, new ArrayList<>(), new ArrayList<>());
    Label label = DATASET.items().next().labels().get(0);
    publisher.publish(label);
    producer.errorNext(new IllegalStateException("disk full"));
    assertThatThrownBy(() -> publisher.publish(label))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("disk full");
    publisher.publish(label);
    assertThat(new String(producer.history().get(0).key(), StandardCharsets.UTF_8))
        .isEqualTo("camera-00");
  }

  /** The first items of a dataset, as a dataset with an end. */
  private record Few(Dataset all, int count) implements Dataset {
    @Override
    public String name() {
      return all.name();
    }

    @Override
    public List<Modality> modalities() {
      return all.modalities();
    }

    @Override
    public io.skewline.network.encoder.Features features(Modality modality) {
      return all.features(modality);
    }

    @Override
    public java.util.Iterator<Item> items() {
      List<Item> items = new ArrayList<>();
      var it = all.items();
      Map<StreamId, Integer> last = new HashMap<>();
      for (int i = 0; i < count; i++) {
        items.add(it.next());
        last.put(items.get(i).stream(), i);
      }
      last.values().forEach(i -> items.set(i, items.get(i).asLast()));
      return items.iterator();
    }

    @Override
    public java.util.OptionalLong spanMicros() {
      return java.util.OptionalLong.of(1_000_000L * count);
    }

    @Override
    public long windowMicros() {
      return all.windowMicros();
    }
  }
}
