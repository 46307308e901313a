// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.learn.sweep.FitResult;
import io.skewline.learn.sweep.FitResult.Said;
import io.skewline.learn.sweep.FitStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits in a file, a line of JSON each, written as soon as they are there: what has been fitted
 * before a sweep was broken off is read back by the next. A line that was cut short is left out.
 * Safe for many threads.
 */
public final class FitLog implements FitStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FitLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, FitResult> results = new ConcurrentHashMap<>();
  private final BufferedWriter lines;

  private record Line(
      String key,
      String contender,
      long seed,
      Floats validation,
      Floats reported,
      Map<String, Floats> without) {

    static Line of(FitResult fit) {
      Map<String, Floats> without = new TreeMap<>();
      fit.without().forEach((gone, said) -> without.put(gone, Floats.of(said)));
      return new Line(
          fit.key(),
          fit.contender(),
          fit.seed(),
          Floats.of(fit.validation()),
          Floats.of(fit.reported()),
          without);
    }

    FitResult result() {
      Map<String, Said> said = new TreeMap<>();
      without.forEach((gone, floats) -> said.put(gone, floats.said()));
      return new FitResult(key, contender, seed, validation.said(), reported.said(), said);
    }
  }

  public FitLog(Path file) throws IOException {
    if (Files.exists(file)) {
      read(file);
    }
    boolean whole = !Files.exists(file) || endsWithLine(file);
    lines = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (!whole) {
      lines.newLine();
    }
  }

  private static boolean endsWithLine(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      if (channel.size() == 0) {
        return true;
      }
      var last = java.nio.ByteBuffer.allocate(1);
      channel.position(channel.size() - 1).read(last);
      return last.get(0) == '\n';
    }
  }

  private void read(Path file) throws IOException {
    try (Stream<String> all = Files.lines(file)) {
      all.filter(line -> !line.isBlank()).forEach(line -> read(file, line));
    }
  }

  private void read(Path file, String line) {
    try {
      FitResult result = JSON.readValue(line, Line.class).result();
      results.put(result.key(), result);
    } catch (JsonProcessingException e) {
      LOG.warn("{}: a line that was cut short is left out, its fit is made again", file);
    }
  }

  /** Fits in here, those of other settings included. */
  public int size() {
    return results.size();
  }

  @Override
  public Optional<FitResult> find(String key) {
    return Optional.ofNullable(results.get(key));
  }

  @Override
  public void save(FitResult result) {
    results.put(result.key(), result);
    try {
      String line = JSON.writeValueAsString(Line.of(result));
      synchronized (lines) {
        lines.write(line);
        lines.newLine();
        lines.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a fit could not be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
