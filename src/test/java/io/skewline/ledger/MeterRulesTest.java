// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

/** What is not in the catalogue is on no page, has no unit, and may have any tag. */
class MeterRulesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.skewline");

  @Test
  void shouldMakeMetersFromTheCatalogueAlone() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(RegisteredMeters.class.getName())
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.micrometer\\.core\\.instrument\\.\\w+\\$\\w*Builder")
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "makes a meter",
                call ->
                    call.getTargetOwner().isAssignableTo(MeterRegistry.class)
                        && call.getName()
                            .matches("counter|timer|summary|gauge\\w*|more|newMeter\\w*")))
        .check(OURS);
  }
}
