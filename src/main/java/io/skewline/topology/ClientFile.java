// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A file of Kafka client properties: it may hold secrets itself, or refer to them. */
public final class ClientFile {
  private ClientFile() {}

  /**
   * @throws BadConfigException if the file cannot be read, or something that it refers to is not
   *     there; no message shows a value
   */
  public static Map<String, String> read(Path file) {
    return read(file, System::getenv);
  }

  static Map<String, String> read(Path file, UnaryOperator<@Nullable String> environment) {
    Problems problems = new Problems(file.toString());
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(file.toString(), "cannot be read as Java properties: " + e);
    }
    References references = new References(environment);
    Map<String, String> values = new TreeMap<>();
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      try {
        values.put(key, references.resolve(properties.getProperty(key)));
      } catch (IllegalArgumentException e) {
        problems.add(key, e.getMessage());
      }
    }
    problems.throwIfAny();
    return values;
  }
}
