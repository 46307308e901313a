// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.ShadowShare;
import io.skewline.fusion.Tally;
import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.train.LabelMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;

/**
 * Joins predictions and labels of a stream by time, whichever comes first, and tallies how they
 * fit. A prediction is judged once: when it and a label that is true of its window are both there.
 * Where two models scored a window, each is judged, and the two are held against each other. Of a
 * label that covers many windows the first one that is judged stands for it where models are
 * decided about.
 *
 * <p>Bounded as the training examples are: predictions move a stream's time, and what ended a
 * horizon before it is given up; beyond {@link #MOST} of a kind in a stream the one that ends first
 * goes, beyond {@link #MOST} streams the one that was quiet longest, beyond {@link #MOST_MODELS}
 * models the tallies of the one that predicted longest ago. One thread.
 */
final class ScoreJoiner {
  static final int MOST = 10_000;
  static final int MOST_MODELS = 64;

  private final ScoreSettings settings;
  private final LabelMatch rule;
  private final ShadowShare shadowed;
  private final ScoreStore store;
  private final Meters meters;

  ScoreJoiner(ScoreSettings settings, ScoreStore store, Meters meters) {
    this.settings = settings;
    this.rule = settings.rule();
    this.shadowed = settings.shadowed();
    this.store = store;
    this.meters = meters;
  }

  /** A final prediction that a model scored. */
  void predicted(Made made) {
    StreamScores stream = touch(made.window().stream());
    tally(made.slice(), made).add(Tally.Numbers.PREDICTED);
    meters.scorePrediction(made.role().label());
    WindowId window = made.window();
    store.clock(
        window.stream(),
        stream.clock.map(c -> c.seen(window)).orElseGet(() -> StreamClock.at(window)));
    if (!judge(stream, made)) {
      store.add(made);
    }
    giveUp(window.stream(), stream);
  }

  void label(DatedLabel label) {
    StreamScores stream = touch(label.label().stream());
    if (!store.add(label)) {
      return;
    }
    for (Made made : List.copyOf(stream.waiting.values())) {
      if (rule.covers(label.label(), made.window()) && judge(stream, made)) {
        store.remove(made);
      }
    }
    giveUp(label.label().stream(), stream);
  }

  private StreamScores touch(StreamId id) {
    StreamScores stream = store.stream(id);
    if (store.streams() > MOST) {
      StreamId quiet = store.quietest().getKey();
      List.copyOf(store.stream(quiet).waiting.values()).forEach(this::unlabelled);
      store.forget(quiet);
    }
    return stream;
  }

  /** True if the prediction has come to its end. */
  private boolean judge(StreamScores stream, Made made) {
    WindowId window = made.window();
    LabelMatch.Finding finding =
        rule.find(stream.labelsEndingAfter(window.stream(), window.startMicros()), window);
    if (finding instanceof LabelMatch.Contradicted) {
      tally(made.slice(), made).add(Tally.Numbers.CONTRADICTED);
    } else if (finding instanceof LabelMatch.Found found) {
      judge(stream, made, found.label(), stream.labels.get(found.label()).appendMillis());
    }
    return !(finding instanceof LabelMatch.Nothing);
  }

  private void judge(StreamScores stream, Made made, Label label, long labelMillis) {
    ScoreSlice slice = made.slice().labelled(Delay.of(labelMillis - made.appendMillis()));
    made.judge(label.target(), settings.classes(), tally(slice, made));
    boolean hit = made.hits(label.target());
    meters.scoreLabelled(made.role().label(), hit);
    if (settings.decides(label)) {
      decide(stream, made, label, new Judged(MadeKey.of(made), slice, hit));
    }
  }

  /** Counts it for what decides about models. */
  private void decide(StreamScores stream, Made made, Label label, Judged mine) {
    if (store.judged(label, made)) {
      tally(mine.slice(), made).add(Tally.Numbers.ofLabel(mine.hit()));
    }
    Judged other = stream.judged.get(mine.key().other());
    if (other != null) {
      store.remove(other);
      pair(mine, other);
    } else if (shadowed.takes(made.window())) {
      store.add(mine);
    }
  }

  private void pair(Judged one, Judged other) {
    boolean first = one.key().role() == Role.CHALLENGER;
    Judged challenger = first ? one : other;
    Judged champion = first ? other : one;
    store
        .tally(challenger.slice())
        .tally()
        .add(Tally.Numbers.paired(challenger.hit(), champion.hit()));
  }

  private Tally tally(ScoreSlice slice, Made made) {
    int before = store.tallies().size();
    Tally tally = store.tally(slice).of(made);
    if (store.tallies().size() > before) {
      forgetOldModels();
    }
    return tally;
  }

  private void forgetOldModels() {
    List<String> models = store.tallies().stream().map(t -> t.slice().hash()).distinct().toList();
    if (models.size() <= MOST_MODELS) {
      return;
    }
    String oldest =
        models.stream()
            .min(
                Comparator.comparingLong(
                    hash ->
                        store.tallies().stream()
                            .filter(t -> t.slice().hash().equals(hash))
                            .mapToLong(SliceTally::lastMillis)
                            .max()
                            .orElse(0)))
            .orElseThrow();
    List<ScoreSlice> gone = new ArrayList<>();
    store.tallies().stream()
        .map(SliceTally::slice)
        .filter(slice -> slice.hash().equals(oldest))
        .forEach(gone::add);
    gone.forEach(store::remove);
  }

  private void unlabelled(Made made) {
    tally(made.slice(), made).add(Tally.Numbers.UNLABELLED);
    store.remove(made);
  }

  private void giveUp(StreamId id, StreamScores stream) {
    long horizon = settings.horizonMicros();
    stream.clock.ifPresent(
        clock -> {
          while (!stream.labels.isEmpty()
              && stream.labels.firstKey().endMicros() < clock.timeMicros() - horizon) {
            store.remove(stream.labels.firstKey());
          }
          while (isOld(stream.waiting, clock)) {
            unlabelled(stream.waiting.firstEntry().getValue());
          }
          while (isOld(stream.judged, clock)) {
            store.remove(stream.judged.firstEntry().getValue());
          }
        });
    if (stream.labels.size() > MOST) {
      store.remove(stream.labels.firstKey());
    }
    if (stream.waiting.size() > MOST) {
      unlabelled(stream.waiting.firstEntry().getValue());
    }
    if (stream.judged.size() > MOST) {
      store.remove(stream.judged.firstEntry().getValue());
    }
  }

  private boolean isOld(NavigableMap<MadeKey, ?> entries, StreamClock clock) {
    return !entries.isEmpty()
        && clock.hasPassed(entries.firstKey().window(), settings.horizonMicros());
  }
}
