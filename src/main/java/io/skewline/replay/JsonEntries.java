// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects of a folder's {@code *.json} files, file after file by name, one in memory at a
 * time: each file an array of objects or objects one after another. For one thread.
 */
final class JsonEntries implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Iterator<Path> files;
  private @Nullable Path file;
  private @Nullable MappingIterator<JsonNode> open;
  private long line;

  /** An object and where it ends. */
  record Entry(Path path, long line, JsonNode fields) {
    /** Empty if absent; names in any case. */
    String text(String field) {
      for (Iterator<String> names = fields.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (name.toLowerCase(Locale.ROOT).equals(field)) {
          return fields.get(name).asText();
        }
      }
      return "";
    }

    String needed(String field) throws IOException {
      String text = text(field);
      if (text.isEmpty()) {
        throw error("has no '" + field + "'");
      }
      return text;
    }

    IOException error(String what) {
      return new IOException(path + ":" + line + ": " + what);
    }
  }

  JsonEntries(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": there is no such folder");
    }
    try (DirectoryStream<Path> list = Files.newDirectoryStream(folder, "*.json")) {
      list.forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new IOException(folder + ": holds no *.json");
    }
    found.sort(null);
    this.files = found.iterator();
  }

  /** Null after the last one. */
  @Nullable Entry next() throws IOException {
    try {
      while (open == null || !open.hasNextValue()) {
        close();
        if (!files.hasNext()) {
          return null;
        }
        file = files.next();
        open =
            JSON.readerFor(JsonNode.class)
                .readValues(Files.newBufferedReader(file, StandardCharsets.UTF_8));
      }
      JsonNode fields = open.nextValue();
      line = open.getParser().currentLocation().getLineNr();
      Entry entry = new Entry(file, line, fields);
      if (!fields.isObject()) {
        throw entry.error("must be a JSON object");
      }
      return entry;
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? line : e.getLocation().getLineNr();
      throw new IOException(file + ":" + at + ": " + e.getOriginalMessage(), e);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new IOException(file + ": is not UTF-8 text", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
