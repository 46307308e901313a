// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.Target;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.network.encoder.Features;
import io.skewline.network.encoder.RowFeatures;
import io.skewline.network.encoder.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CMU-MOSI and CMU-MOSEI as computational sequences (Zadeh et al., AAAI and ACL 2018; repository
 * CMU-MultiComp-Lab/CMU-MultimodalSDK). A video that has labels is a stream, played on lanes; every
 * row of a modality is a frame with the row's own interval, every row of the labels a label: its
 * first column is the sentiment, −3..3. A modality may lack a video.
 */
final class Csd implements Dataset {
  private static final Logger LOG = LoggerFactory.getLogger(Csd.class);
  private static final int LANES = 16;

  private final OpenFiles open = new OpenFiles();
  private final CsdFiles files;
  private final boolean regression;
  private final List<LazyItem> items;
  private final long span;

  /**
   * @param regression false: {@code neg} below zero, {@code pos} from zero on, as in {@code mosi}
   */
  Csd(Path folder, boolean regression) throws IOException {
    this.regression = regression;
    Lanes lanes = new Lanes(LANES);
    try {
      this.files = CsdFiles.in(folder, open);
      this.items = videos(new CsdFolds(folder), lanes);
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
    this.span = lanes.end();
  }

  private List<LazyItem> videos(CsdFolds folds, Lanes lanes) throws IOException {
    List<LazyItem> found = new ArrayList<>();
    TreeSet<String> videos = new TreeSet<>();
    files.labels().videos().forEach(videos::add);
    for (String video : videos) {
      String split = folds.split(video);
      long start = lanes.start(length(video));
      found.add(new LazyItem(new StreamId(video), start, () -> read(video, start, split)));
    }
    files.sequences().forEach((modality, sequence) -> tellGaps(modality, sequence, videos));
    return LazyItem.sorted(found);
  }

  private static void tellGaps(Modality modality, CompSequence sequence, TreeSet<String> labelled) {
    TreeSet<String> lacking = new TreeSet<>(labelled);
    sequence.videos().forEach(lacking::remove);
    if (!lacking.isEmpty()) {
      LOG.info("{}: {} videos have no {}", sequence.path(), lacking.size(), modality);
    }
  }

  private long length(String video) throws IOException {
    long end = files.labels().endMicros(video);
    for (CompSequence sequence : files.sequences().values()) {
      end = Math.max(end, sequence.endMicros(video));
    }
    return end;
  }

  private Item read(String video, long start, String split) throws IOException {
    List<RawFrame> frames = new ArrayList<>();
    for (Map.Entry<Modality, CompSequence> entry : files.sequences().entrySet()) {
      for (CompSequence.Row row : entry.getValue().rows(video)) {
        frames.add(
            new RawFrame(
                entry.getKey(),
                start + row.startMicros(),
                row.endMicros() - row.startMicros(),
                new Signal.Row(finite(row.features()))));
      }
    }
    frames.sort(Comparator.comparingLong(RawFrame::offsetMicros));
    StreamId stream = new StreamId(video);
    List<Label> labels = new ArrayList<>();
    for (CompSequence.Row row : files.labels().rows(video)) {
      long from = start + row.startMicros();
      // A segment of no length lasts a millisecond, as in mosi.
      long to = start + Math.max(row.endMicros(), row.startMicros() + 1000);
      labels.add(new Label(stream, from, to, target(row), split, ""));
    }
    return new Item(stream, start, frames, labels);
  }

  private Target target(CompSequence.Row row) throws IOException {
    double sentiment = row.features()[0];
    if (!(sentiment >= -3 && sentiment <= 3)) {
      throw files.labels().error(row, "sentiment must be -3..3: was " + sentiment);
    }
    return regression ? new ValueTarget(sentiment) : new ClassTarget(sentiment < 0 ? "neg" : "pos");
  }

  /** COVAREP has −infinity for silence and gaps are NaN: zero, as in the SDK's tutorials. */
  private static float[] finite(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      float value = (float) values[i];
      out[i] = Float.isFinite(value) ? value : 0;
    }
    return out;
  }

  @Override
  public String name() {
    return "csd";
  }

  @Override
  public List<Modality> modalities() {
    return List.copyOf(files.sequences().keySet());
  }

  @Override
  public Features features(Modality modality) {
    return new RowFeatures(files.sequences().get(modality).width());
  }

  @Override
  public Iterator<Item> items() {
    return LazyItem.iterator(items);
  }

  @Override
  public OptionalLong spanMicros() {
    return OptionalLong.of(span);
  }

  @Override
  public long windowMicros() {
    return 1_000_000;
  }

  @Override
  public void close() {
    open.close();
  }
}
