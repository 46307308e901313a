// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.stats.PairedTest;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a challenger is published, on windows of streams that neither it nor the champion has
 * learned from. It must be better than guessing; its loss must be lower than the champion's, so
 * that chance does not explain it, nor that the champion is too sure of itself, or be equal within
 * one standard error and the model cheaper; and neither calibration nor accuracy on any subset of
 * the modalities may have dropped too far. One decision.
 */
final class Gate {
  private final GateSettings settings;
  private final Judge judge;
  private final Judge whole;
  private final Map<String, Metric> numbers = new LinkedHashMap<>();
  private final List<String> against = new ArrayList<>();

  /**
   * @param judge of the windows as they came
   * @param whole of those among them that lack no modality
   */
  Gate(GateSettings settings, Judge judge, Judge whole) {
    this.settings = settings;
    this.judge = judge;
    this.whole = whole;
  }

  /**
   * @param numbers what decided, by name
   * @param reason in words, with the numbers that decided
   */
  record Decision(boolean better, String reason, Map<String, Metric> numbers) {}

  /**
   * @param guess what one would say of every window without having seen it
   * @param champion empty for the first model
   * @param cost the challenger's, as a share of the champion's
   */
  Decision decide(
      Contestant challenger, Answers guess, Optional<Contestant> champion, double cost) {
    tell("challenger", challenger.live());
    PairedTest beyondGuessing = judge.lossGain(challenger.live(), guess);
    Metric guessing = judge.loss(guess);
    tell("loss.gain.over.guessing", beyondGuessing);
    numbers.put("loss.guessing", guessing);
    if (!beyondGuessing.isSure(settings.confidence())) {
      against.add("that it is better than guessing is not sure");
    }
    if (champion.isEmpty()) {
      return decision("guessing's", guessing, beyondGuessing);
    }
    tell("champion", champion.get().live());
    PairedTest gain = judge.lossGain(challenger.live(), champion.get().live());
    tell("loss.gain", gain);
    requireBetter(gain, challenger, champion.get(), cost);
    requireCalibrated(challenger, champion.get());
    requireSubsets(challenger, champion.get());
    return decision("the active model's", numbers.get("champion.loss"), gain);
  }

  private void requireBetter(
      PairedTest gain, Contestant challenger, Contestant champion, double cost) {
    numbers.put("cost", new Metric(cost, cost, cost, judge.size()));
    PairedTest refitted =
        judge.lossGain(Refitted.of(challenger.live()), Refitted.of(champion.live()));
    tell("loss.gain.refitted", refitted);
    boolean equal = gain.isEqual() && refitted.isEqual();
    if (equal && cost < 1) {
      return;
    }
    if (!gain.isSure(settings.confidence())) {
      against.add(gain.isEqual() ? "that it is better is not sure" : "its loss is higher");
    } else if (!refitted.isSure(settings.confidence())) {
      against.add("the active one might do as well with other confidence");
    }
  }

  private void requireCalibrated(Contestant challenger, Contestant champion) {
    PairedTest gain = judge.calibrationGain(challenger.live(), champion.live());
    tell("calibration.gain", gain);
    if (gain.fallsBeyond(settings.maxCalibrationDrop())) {
      against.add("its calibration has dropped");
    }
  }

  private void requireSubsets(Contestant challenger, Contestant champion) {
    challenger
        .subsets()
        .forEach(
            (visible, answers) -> {
              String name = visible.stream().map(Modality::name).collect(Collectors.joining("+"));
              requireNoDrop(
                  name,
                  challenger.isAll(visible) ? "" : " with " + name + " alone",
                  List.of(answers),
                  List.of(champion.subsets().get(visible)));
            });
    requireNoDrop(
        "curve", " under its missing curve", challenger.missingCurves(), champion.missingCurves());
  }

  private void requireNoDrop(
      String name, String where, List<Answers> challenger, List<Answers> champion) {
    PairedTest gain = whole.mainGain(challenger, champion);
    tell("missing." + name + ".gain", gain, whole.size());
    if (gain.fallsBeyond(settings.maxMissingDrop())) {
      against.add(judge.mainLabel() + where + " has dropped");
    }
  }

  private void tell(String who, Answers answers) {
    numbers.put(who + ".loss", judge.loss(answers));
    numbers.put(who + "." + judge.mainLabel(), judge.main(answers));
    numbers.put(who + ".miscalibration", judge.miscalibration(answers));
  }

  private void tell(String name, PairedTest test) {
    tell(name, test, judge.size());
  }

  private void tell(String name, PairedTest test, int windows) {
    Interval gain = test.gain();
    numbers.put(name, new Metric(gain.value(), gain.low(), gain.high(), windows));
    numbers.put(name + ".p", new Metric(test.p(), test.p(), test.p(), test.units()));
  }

  private Decision decision(String whose, Metric bar, PairedTest gain) {
    Metric loss = numbers.get("challenger.loss");
    Metric main = numbers.get("challenger." + judge.mainLabel());
    String told =
        String.format(
            Locale.ROOT,
            "loss %.4f over %d held-out windows against %s %.4f, gain %.4f [%.4f, %.4f], p %.3f over"
                + " %d units; %s %.3f [%.3f, %.3f]",
            loss.value(),
            loss.n(),
            whose,
            bar.value(),
            gain.gain().value(),
            gain.gain().low(),
            gain.gain().high(),
            gain.p(),
            gain.units(),
            judge.mainLabel(),
            main.value(),
            main.low(),
            main.high());
    boolean better = against.isEmpty();
    return new Decision(
        better, better ? told : told + "; kept back: " + String.join(", ", against), numbers);
  }
}
