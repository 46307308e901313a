// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import picocli.CommandLine.Command;

/** {@code skewline models}. */
@Command(
    name = "models",
    description = "What is on the models topic, and what serves of it.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelsList.class,
      ModelsShow.class,
      ModelsDiff.class,
      ModelsPromote.class,
      ModelsRollback.class,
      ModelsExport.class,
      ModelsImport.class
    })
final class ModelsCommand {}
