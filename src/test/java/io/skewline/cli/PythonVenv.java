// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Python with the packages of the examples, made once below {@code target}. */
final class PythonVenv {
  static final Path EXAMPLES = Path.of("examples/python");
  private static final Path HOME = Path.of("target/python-it").toAbsolutePath();
  private static final Path MADE_OF = HOME.resolve("made-of.txt");

  private PythonVenv() {}

  /** Skips the test where there is no Python or its packages cannot be had. */
  static void require() throws Exception {
    String wanted = Files.readString(EXAMPLES.resolve("requirements.txt"));
    if (Files.exists(MADE_OF) && Files.readString(MADE_OF).equals(wanted)) {
      return;
    }
    Files.createDirectories(HOME);
    attempt(
        "Python 3.11 or later", "python3", "-c", "import sys; assert sys.version_info >= (3, 11)");
    attempt("a virtual environment", "python3", "-m", "venv", HOME.toString());
    String requirements = EXAMPLES.resolve("requirements.txt").toString();
    attempt(
        "Python's packages",
        HOME.resolve("bin/pip").toString(),
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        requirements);
    Files.writeString(MADE_OF, wanted);
  }

  private static void attempt(String what, String... command) throws InterruptedException {
    Path log = HOME.resolve("setup.log");
    String failed = "there is no way to " + what + " here, see " + log;
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      process.destroyForcibly();
      assumeTrue(ended && process.waitFor() == 0, failed);
    } catch (IOException e) {
      assumeTrue(false, failed + ": " + e.getMessage());
    }
  }

  /** One of the examples. */
  static Process run(Path output, Path errors, String program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin/python").toString());
    command.add("-B");
    command.add(EXAMPLES.resolve(program).toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(output.toFile())
        .redirectError(errors.toFile())
        .start();
  }
}
