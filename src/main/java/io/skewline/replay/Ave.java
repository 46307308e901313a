// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
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
import java.util.OptionalLong;

/**
 * AVE, audio-visual events (Tian et al., ECCV 2018), from the features that its authors publish
 * (repository YapengTian/AVE-ECCV18). Row i of every array belongs to line i of the annotations,
 * headers not counted. A row is a stream of ten seconds with one frame of each modality and one
 * label per second; the group is the video, which may occur in several rows. Rows play on lanes in
 * the published orders, the three mixed evenly.
 */
final class Ave implements Dataset {
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality VIDEO = new Modality("video");
  private static final int SECONDS = 10;
  private static final long SECOND = 1_000_000;
  private static final int AUDIO_WIDTH = 128;
  private static final int VIDEO_WIDTH = 512;

  /** Places of the image that a video vector is the mean of. */
  private static final int PLACES = 7 * 7;

  private static final int LANES = 16;

  private final OpenFiles files = new OpenFiles();
  private final Hdf5.Table audio;
  private final Hdf5.Table video;
  private final AveLabels labels;
  private final List<LazyItem> items;
  private final long span;

  private record Place(int row, String split, double at) {}

  Ave(Path folder) throws IOException {
    List<Place> places;
    try {
      this.labels = new AveLabels(folder, files);
      this.audio = table(folder, "audio_feature.h5", SECONDS, AUDIO_WIDTH);
      this.video = table(folder, "visual_feature.h5", SECONDS, 7, 7, VIDEO_WIDTH);
      places = places(folder);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
    Lanes lanes = new Lanes(LANES);
    List<LazyItem> found = new ArrayList<>();
    for (Place place : places) {
      long start = lanes.start(SECONDS * SECOND);
      StreamId stream =
          new StreamId(labels.video(place.row()) + "-" + "%04d".formatted(place.row()));
      found.add(new LazyItem(stream, start, () -> read(stream, start, place)));
    }
    this.items = LazyItem.sorted(found);
    this.span = lanes.end();
  }

  private List<Place> places(Path folder) throws IOException {
    List<Place> places = new ArrayList<>();
    // What is reported is the published test set; a part to choose by is carved out of the rest.
    order(folder, "train", "train", places);
    order(folder, "val", "train", places);
    order(folder, "test", "val", places);
    places.sort(Comparator.comparingDouble(Place::at));
    return places;
  }

  private Hdf5.Table table(Path folder, String name, int... row) throws IOException {
    int[] shape = new int[row.length + 1];
    shape[0] = labels.rows();
    System.arraycopy(row, 0, shape, 1, row.length);
    return files.open(folder.resolve(name)).table("avadataset", shape);
  }

  private void order(Path folder, String part, String split, List<Place> places)
      throws IOException {
    try (Hdf5 file = new Hdf5(folder.resolve(part + "_order.h5"))) {
      Hdf5.Table order = file.table("order", -1);
      double[][] indices = order.rows(0, order.rows());
      for (int i = 0; i < indices.length; i++) {
        double row = indices[i][0];
        if (row != Math.rint(row) || row < 0 || row >= labels.rows()) {
          throw order.error(
              "index %s at %d is not 0..%d".formatted((long) row, i, labels.rows() - 1));
        }
        places.add(new Place((int) row, split, (i + 0.5) / indices.length));
      }
    }
  }

  private Item read(StreamId stream, long start, Place place) throws IOException {
    float[][] heard = finite(audio, place.row(), AUDIO_WIDTH, 1);
    float[][] seen = finite(video, place.row(), VIDEO_WIDTH, PLACES);
    List<String> classes = labels.classes(place.row());
    List<RawFrame> frames = new ArrayList<>();
    List<Label> truth = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      long from = start + second * SECOND;
      frames.add(new RawFrame(AUDIO, from, SECOND, new Signal.Row(heard[second])));
      frames.add(new RawFrame(VIDEO, from, SECOND, new Signal.Row(seen[second])));
      truth.add(
          new Label(
              stream,
              from,
              from + SECOND,
              new ClassTarget(classes.get(second)),
              place.split(),
              labels.video(place.row())));
    }
    return new Item(stream, start, frames, truth);
  }

  /** A vector per second: the mean over its places. */
  private static float[][] finite(Hdf5.Table table, int row, int width, int places)
      throws IOException {
    double[] flat = table.row(row);
    float[][] vectors = new float[SECONDS][width];
    for (int i = 0; i < flat.length; i++) {
      if (!Double.isFinite(flat[i])) {
        throw table.error("row " + row + " holds " + flat[i]);
      }
      vectors[i / (places * width)][i % width] += (float) flat[i];
    }
    for (int i = 0; i < SECONDS * width; i++) {
      vectors[i / width][i % width] /= places;
    }
    return vectors;
  }

  @Override
  public String name() {
    return "ave";
  }

  @Override
  public List<Modality> modalities() {
    return List.of(AUDIO, VIDEO);
  }

  @Override
  public Features features(Modality modality) {
    return new RowFeatures(modality.equals(AUDIO) ? AUDIO_WIDTH : VIDEO_WIDTH);
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
    return SECOND;
  }

  @Override
  public void close() {
    files.close();
  }
}
