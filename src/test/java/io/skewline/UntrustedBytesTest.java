// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What comes in from outside never chooses which classes are made of it. */
class UntrustedBytesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.skewline");

  @Test
  void shouldKnowWhatItLooksAt() {
    assertThat(OURS.size()).isGreaterThan(300);
  }

  @Test
  void shouldDeserialiseNoJavaObjects() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.skewline.avro..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.beans.XMLDecoder")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.commons.lang3.SerializationUtils")
        .check(OURS);
  }

  /** Avro's generated records read themselves from Java streams, by Avro's own binary. */
  @Test
  void shouldCallNoReaderOfJavaObjects() {
    noClasses()
        .should()
        .callMethodWhere(target(nameMatching("readObject|readUnshared|readResolve")))
        .check(OURS);
  }

  /** Jackson's parser of YAML makes events of it, never objects: no tag is looked at. */
  @Test
  void shouldReadYamlAsEventsAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.yaml.snakeyaml.Yaml")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.yaml.snakeyaml.constructor..")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("YAMLMapper")
        .check(OURS);
  }

  /** A name out of a list that stands in our code is no name of a class. */
  @Test
  void shouldLetNoJsonNameAClass() {
    noClasses()
        .should()
        .callMethodWhere(
            target(nameMatching("(enable|activate|set)DefaultTyping\\w*|polymorphicTypeValidator")))
        .check(OURS);
    assertThat(OURS.stream().filter(type -> type.isAnnotatedWith(JsonTypeInfo.class)))
        .isNotEmpty()
        .allMatch(
            type -> type.getAnnotationOfType(JsonTypeInfo.class).use() == JsonTypeInfo.Id.NAME);
  }

  /** Bundles are a layout of ours; these read archives, Java objects and class names. */
  @Test
  void shouldReadNoModelByDeeplearning4jOutsideOfEncoderFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.skewline.network.encoder..")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("ModelSerializer")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("ModelGuesser")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("SameDiffSerializer")
        .orShould()
        .callMethodWhere(
            target(
                nameMatching(
                    "fromFlatBuffers|fromFlatFile|restore(Multi|Computation)\\w*|readNumpy|fromByteArray")))
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.skewline.wire..",
            "io.skewline.models..",
            "io.skewline.serve..",
            "io.skewline.train..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.skewline.network.encoder..")
        .check(OURS);
  }
}
