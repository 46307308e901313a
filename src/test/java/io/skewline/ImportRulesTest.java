// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imports point backwards along the walk of a record and never form a cycle. */
class ImportRulesTest {
  private static final String ROOT = "io.skewline.";
  private static final List<String> ALL_ABOVE_TOPOLOGY =
      List.of(
          "modality",
          "ledger",
          "fusion",
          "wire",
          "align",
          "serve",
          "network",
          "learn",
          "models",
          "train");

  /** Room to the rooms of ours that it may import. */
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("modality", List.of()),
          Map.entry("ledger", List.of("modality")),
          Map.entry("fusion", List.of("modality")),
          Map.entry("wire", List.of("modality", "ledger", "fusion", "avro")),
          Map.entry("align", List.of("modality", "ledger")),
          Map.entry("serve", List.of("modality", "align", "fusion", "ledger")),
          Map.entry("network", List.of("modality", "fusion")),
          Map.entry("learn", List.of("modality", "fusion", "network")),
          Map.entry("models", List.of("modality", "fusion", "ledger", "wire")),
          Map.entry(
              "train", List.of("modality", "align", "fusion", "learn", "models", "ledger", "wire")),
          Map.entry("topology", ALL_ABOVE_TOPOLOGY),
          Map.entry(
              "replay", List.of("modality", "fusion", "wire", "network", "models", "topology")),
          Map.entry("embedded", List.of()),
          Map.entry("http", List.of("modality", "ledger", "models", "topology")));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.skewline");

  static List<String> rooms() {
    return new ArrayList<>(ALLOWED.keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void shouldImportOnlyItsNeighbours(String room) {
    List<String> allowed = new ArrayList<>(List.of("", "java..", "javax.."));
    allowed.add(ROOT + room + "..");
    ALLOWED.get(room).forEach(other -> allowed.add(ROOT + other + ".."));
    List<String> forbidden = new ArrayList<>(List.of(ROOT + "cli.."));
    for (String other : ALLOWED.keySet()) {
      if (!other.equals(room) && !ALLOWED.get(room).contains(other)) {
        forbidden.add(ROOT + other + "..");
      }
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new))
        .allowEmptyShould(true)
        .check(OURS);
  }

  @Test
  void shouldHaveNoCycle() {
    slices().matching("io.skewline.(*)..").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void shouldKeepTensorsInNetwork() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "network..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.nd4j..", "org.deeplearning4j..", "org.bytedeco..", "ai.onnxruntime..", "onnx..")
        .check(OURS);
  }

  @Test
  void shouldKeepKafkaOutOfLearnAndNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "learn..", ROOT + "network..", ROOT + "fusion..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..")
        .check(OURS);
  }

  @Test
  void shouldKeepTheRegistryClientInOneClass() {
    var users =
        OURS.stream()
            .filter(
                c ->
                    c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(
                            d ->
                                d.getTargetClass().getPackageName().startsWith("org.apache.flink")))
            .map(c -> c.getName().replaceAll("\\$.*", ""))
            .distinct()
            .toList();
    assertThat(users).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void shouldKnowEveryRoom() {
    classes()
        .that()
        .resideInAPackage("io.skewline..")
        .should()
        .resideInAnyPackage(
            rooms().stream().map(r -> ROOT + r + "..").toList().toArray(String[]::new))
        .orShould()
        .resideInAnyPackage(ROOT + "cli..", ROOT + "avro..")
        .check(OURS);
  }
}
