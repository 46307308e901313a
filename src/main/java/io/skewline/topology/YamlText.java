// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * YAML text to {@link Node}s: one document, no aliases, no key twice, {@code ${NAME:default}} in
 * scalars replaced from the environment, {@link References} by what they stand for.
 */
final class YamlText {
  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_]\\w*)(?::([^}]*))?}");

  private final String file;
  private final Problems problems;
  private final UnaryOperator<@Nullable String> environment;
  private final References references;

  YamlText(String file, Problems problems, UnaryOperator<@Nullable String> environment) {
    this.file = file;
    this.problems = problems;
    this.environment = environment;
    this.references = new References(environment);
  }

  /** An empty section where the text is no YAML; the problem is noted. */
  Node parse(String yaml) {
    try (YAMLParser parser = FACTORY.createParser(yaml)) {
      if (parser.nextToken() == null) {
        return new Node.Scalar(where(parser), "");
      }
      Node root = node(parser);
      if (parser.nextToken() != null) {
        problems.add(where(parser), "a second document begins here; a file holds one");
      }
      return root;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.add(line < 1 ? file : file + ":" + line, "not YAML: " + problem(e));
    } catch (IOException e) {
      problems.add(file, "not YAML: " + e.getMessage());
    }
    return new Node.Entries(file, Map.of());
  }

  /** Without the lines around it, which may hold a secret. */
  private static String problem(JsonProcessingException e) {
    return e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblem() != null
        ? yaml.getProblem()
        : e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private Node node(YAMLParser parser) throws IOException {
    String where = where(parser);
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return new Node.Entries(where, entries(parser));
    }
    if (token == JsonToken.START_ARRAY) {
      List<Node> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(parser));
      }
      return new Node.Items(where, items);
    }
    if (parser.isCurrentAlias()) {
      problems.add(where, "aliases (*" + parser.getText() + ") are not supported");
    }
    String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
    return new Node.Scalar(where, substitute(where, text), text);
  }

  private Map<String, Node> entries(YAMLParser parser) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String where = where(parser);
      parser.nextToken();
      if (entries.put(key, node(parser)) != null) {
        problems.add(where, "key '" + key + "' stands twice in one section");
      }
    }
    return entries;
  }

  private String substitute(String where, String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(
        found -> {
          if (found.group(2) != null && References.isProvider(found.group(1))) {
            return Matcher.quoteReplacement(referred(where, text, found));
          }
          String value = environment.apply(found.group(1));
          value = value == null ? found.group(2) : value;
          if (value == null) {
            problems.add(
                where,
                "environment variable "
                    + found.group(1)
                    + " is not set and "
                    + found.group()
                    + " has no default (${NAME:default})");
          }
          return Matcher.quoteReplacement(
              value == null ? "" : References.within(text, found.group(), value));
        });
  }

  private String referred(String where, String text, MatchResult found) {
    try {
      String value = references.value(found.group(1), found.group(2));
      return References.within(text, found.group(), value);
    } catch (IllegalArgumentException e) {
      problems.add(where, e.getMessage());
      return "";
    }
  }

  private String where(JsonParser parser) {
    int line = parser.currentTokenLocation().getLineNr();
    return line < 1 || file.startsWith("--set") ? file : file + ":" + line;
  }
}
