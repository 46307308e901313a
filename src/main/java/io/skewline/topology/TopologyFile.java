// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionPlan.Anchor;
import io.skewline.modality.ModalitySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topology file. Its keys are written down in {@link Keys} and docs/TOPOLOGY-FILE.md; all
 * problems of a file are told at once.
 */
public final class TopologyFile {
  private TopologyFile() {}

  /**
   * @param overrides {@code key=value}, applied in order; keys are dotted, values are YAML
   * @throws BadConfigException if the file cannot be read or anything in it is wrong
   */
  public static FusionApp read(Path file, List<String> overrides) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new BadConfigException(file.toString(), List.of("cannot be read: " + e));
    }
    return parse(file.toString(), text, overrides);
  }

  /** As {@link #read}, from text; {@code file} is what messages call it. */
  public static FusionApp parse(String file, String text, List<String> overrides) {
    return parse(file, text, overrides, System::getenv);
  }

  static FusionApp parse(
      String file,
      String text,
      List<String> overrides,
      UnaryOperator<@Nullable String> environment) {
    Problems problems = new Problems(file);
    Node root = new YamlText(file, problems, environment).parse(text);
    YamlText values = new YamlText("--set", problems, environment);
    Node changed = new Overrides(problems, values).apply(root, overrides);
    new LiteralSecrets(problems).check(changed);
    Values read = new KeyReader(problems).read(changed);
    new CrossChecks(read, problems).run();
    Optional<FusionPlan> plan = plan(read, problems);
    problems.throwIfAny();
    return new AppBuilder(file, read, plan.orElseThrow()).build();
  }

  /** Empty, with a problem noted, where the plan does not fit or what it rests on is wrong. */
  private static Optional<FusionPlan> plan(Values values, Problems problems) {
    boolean known =
        values.streams() > 1
            && values.find(FusionKeys.PLAN).isPresent()
            && values.find(FusionKeys.SKEW).isPresent()
            && values.find(FusionKeys.PAIRS).isPresent()
            && IntStream.range(0, values.streams())
                .allMatch(
                    i ->
                        values.find(StreamKeys.MODALITY, i).isPresent()
                            && values.find(StreamKeys.LAYERS, i).isPresent()
                            && values.find(StreamKeys.LAYER_WIDTH, i).isPresent());
    if (!known || problems.mentions("each modality once")) {
      return Optional.empty();
    }
    List<ModalitySpec> specs =
        IntStream.range(0, values.streams()).mapToObj(i -> AppBuilder.spec(values, i)).toList();
    String plan = values.get(FusionKeys.PLAN);
    try {
      Anchor anchor = Anchor.of(values.find(FusionKeys.PLAN_ANCHOR).orElse("top"));
      return Optional.of(
          Plans.of(plan, values.get(FusionKeys.SKEW), values.get(FusionKeys.PAIRS), anchor, specs));
    } catch (IllegalArgumentException e) {
      problems.add(
          values.where(FusionKeys.PLAN, 0),
          "fusion.plan is '"
              + plan
              + "', which does not fit: "
              + e.getMessage()
              + "; allowed: pairs of layers that streams has: "
              + specs.stream().map(s -> s.modality() + ":1.." + s.layers()).toList());
      return Optional.empty();
    }
  }
}
