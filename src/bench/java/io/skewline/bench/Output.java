// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results go besides the screen; options that every measurement has. */
public final class Output {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write settings, every single run and the results there.")
  @Nullable Path json;

  @Option(
      names = "--jfr",
      paramLabel = "FILE",
      description = "Record a profile of the measured part (Java Flight Recorder).")
  @Nullable Path jfr;

  /** The measured part. */
  public interface Measured {
    void run() throws Exception;
  }

  /** Runs it, under the flight recorder if that is wanted. */
  public void measure(Measured part) throws Exception {
    if (jfr == null) {
      part.run();
      return;
    }
    try (Recording recording = new Recording(profile())) {
      recording.start();
      part.run();
      recording.stop();
      recording.dump(jfr);
    }
  }

  private static Configuration profile() throws IOException, ParseException {
    return Configuration.getConfiguration("profile");
  }

  /** Writes what was measured, with the machine in front. */
  public void write(Map<String, ?> results) throws IOException {
    Optional<Path> file = Optional.ofNullable(json);
    if (file.isEmpty()) {
      return;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", Machine.describe());
    all.putAll(results);
    Files.write(
        file.get(), new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
  }
}
