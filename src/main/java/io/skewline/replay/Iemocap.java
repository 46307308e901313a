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
import io.skewline.network.encoder.MelFeatures;
import io.skewline.network.encoder.Signal;
import io.skewline.network.encoder.TextFeatures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IEMOCAP as released (Busso et al., Language Resources and Evaluation 42, 2008). One speaker's
 * side of a dialogue is a stream, for both speak at once; a turn is one frame of each modality that
 * lasts as long as the turn. The group is the session. The highest session in the folder is {@code
 * val}, all others {@code train}: no speaker is on both sides. Dialogues follow one another on
 * lanes, the sessions mixed.
 */
final class Iemocap implements Dataset {
  private static final Logger LOG = LoggerFactory.getLogger(Iemocap.class);
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality TEXT = new Modality("text");
  private static final int RATE = 16_000;
  private static final int LANES = 8;

  /** The four classes of most publications; excitement counts as happiness. */
  private static final Map<String, String> CLASSES =
      Map.of("ang", "ang", "hap", "hap", "exc", "hap", "sad", "sad", "neu", "neu");

  private final List<LazyItem> items;
  private final long span;
  private final int skipped;

  /**
   * @param regression true: the label is the mean valence, 1..5, of every turn; false: {@code ang},
   *     {@code hap}, {@code sad} or {@code neu}, other turns are skipped
   */
  Iemocap(Path folder, boolean regression) throws IOException {
    List<IemocapDialog> dialogs = dialogs(folder);
    int val = dialogs.stream().mapToInt(IemocapDialog::session).max().orElse(0);
    if (dialogs.stream().allMatch(d -> d.session() == val)) {
      throw new IOException(folder + ": two sessions are needed, one is left out for val");
    }
    Lanes lanes = new Lanes(LANES);
    List<LazyItem> found = new ArrayList<>();
    int others = 0;
    for (IemocapDialog dialog : dialogs) {
      List<IemocapDialog.Turn> turns = dialog.turns();
      long length = turns.stream().mapToLong(IemocapDialog.Turn::endMicros).max().orElse(0);
      long start = lanes.start(length);
      for (IemocapDialog.Turn turn : turns) {
        if (!regression && !CLASSES.containsKey(turn.emotion())) {
          others++;
          continue;
        }
        Label label = label(turn, start, regression, dialog.session(), val);
        Path wav = dialog.wav(turn);
        found.add(new LazyItem(label.stream(), label.startMicros(), () -> read(label, turn, wav)));
      }
    }
    if (others > 0) {
      LOG.info("iemocap: {} turns of other emotions than {} skipped", others, CLASSES.values());
    }
    this.items = LazyItem.sorted(found);
    this.span = lanes.end();
    this.skipped = others;
  }

  private static List<IemocapDialog> dialogs(Path folder) throws IOException {
    List<IemocapDialog> dialogs = new ArrayList<>();
    for (int session = 1; session <= 5; session++) {
      Path evaluations = folder.resolve("Session" + session + "/dialog/EmoEvaluation");
      if (!Files.isDirectory(folder.resolve("Session" + session))) {
        continue;
      }
      if (!Files.isDirectory(evaluations)) {
        throw new IOException(evaluations + ": there is no such folder");
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(evaluations, "Ses*.txt")) {
        for (Path file : files) {
          dialogs.add(new IemocapDialog(folder.resolve("Session" + session), session, file));
        }
      }
    }
    // By scene, then session: both train and val play from the start on.
    dialogs.sort(
        Comparator.comparing((IemocapDialog d) -> d.name().replaceFirst("^Ses0\\d", ""))
            .thenComparing(IemocapDialog::session));
    return dialogs;
  }

  private static Label label(
      IemocapDialog.Turn turn, long start, boolean regression, int session, int val) {
    Target target =
        regression ? new ValueTarget(turn.valence()) : new ClassTarget(CLASSES.get(turn.emotion()));
    return new Label(
        new StreamId(turn.dialog() + "-" + turn.speaker()),
        start + turn.startMicros(),
        start + turn.endMicros(),
        target,
        session == val ? "val" : "train",
        "session-" + session);
  }

  private static Item read(Label label, IemocapDialog.Turn turn, Path wav) throws IOException {
    SignalFiles.Wav sound = SignalFiles.wav(wav);
    if (sound.sampleRate() != RATE) {
      throw new IOException(wav + ": " + sound.sampleRate() + " samples per second, not " + RATE);
    }
    long start = label.startMicros();
    long length = label.endMicros() - start;
    Signal audio = new Signal.Sound(sound.samples(), RATE, sound.samples().length / 2);
    return new Item(
        label.stream(),
        start,
        List.of(
            new RawFrame(AUDIO, start, length, audio),
            new RawFrame(TEXT, start, length, new Signal.Text(turn.text()))),
        List.of(label));
  }

  /** Turns left out because of their emotion. */
  int skipped() {
    return skipped;
  }

  @Override
  public String name() {
    return "iemocap";
  }

  @Override
  public List<Modality> modalities() {
    return List.of(AUDIO, TEXT);
  }

  @Override
  public Features features(Modality modality) {
    return modality.equals(AUDIO)
        ? new MelFeatures(RATE, 512, 160, 24, 40, true)
        : TextFeatures.sentences();
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
}
