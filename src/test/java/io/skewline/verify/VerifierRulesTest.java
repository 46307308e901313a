// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class VerifierRulesTest {
  @Test
  void shouldShareNothingWithWhatItJudges() {
    noClasses()
        .that()
        .resideInAPackage("io.skewline.verify..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.skewline.align..")
        .check(new ClassFileImporter().importPackages("io.skewline.verify"));
  }
}
