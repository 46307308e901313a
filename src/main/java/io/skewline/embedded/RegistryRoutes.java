// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import io.skewline.embedded.SchemaCatalog.Registered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** From a request to the value whose JSON answers it: Confluent's paths over the catalog. */
final class RegistryRoutes {
  private final SchemaCatalog catalog;

  RegistryRoutes(SchemaCatalog catalog) {
    this.catalog = catalog;
  }

  Object answer(RegistryRequest request) {
    if (request.path().isEmpty()) {
      return Map.of();
    }
    return switch (request.segment(0)) {
      case "subjects" -> subjects(request);
      case "schemas" -> schemas(request);
      case "config" -> config(request);
      case "compatibility" -> compatibility(request);
      case "mode" -> Map.of("mode", "READWRITE");
      default -> throw RegistryError.notFound();
    };
  }

  private Object subjects(RegistryRequest request) {
    boolean deleted = request.flag("deleted");
    if (request.is("subjects")) {
      onlyGet(request);
      return catalog.subjects(deleted);
    }
    String subject = request.segment(1);
    if (request.is("subjects/*")) {
      return switch (request.method()) {
        case "POST" -> described(catalog.lookup(subject, definition(request), deleted));
        case "DELETE" -> catalog.deleteSubject(subject, request.flag("permanent"));
        default -> throw RegistryError.methodNotAllowed();
      };
    }
    if (request.is("subjects/*/versions")) {
      return switch (request.method()) {
        case "GET" -> catalog.versions(subject, deleted);
        case "POST" -> Map.of("id", catalog.register(subject, definition(request)));
        default -> throw RegistryError.methodNotAllowed();
      };
    }
    return version(request, subject, deleted);
  }

  private Object version(RegistryRequest request, String subject, boolean deleted) {
    if (request.is("subjects/*/versions/*")) {
      String version = request.segment(3);
      return switch (request.method()) {
        case "GET" -> described(catalog.version(subject, version, deleted));
        case "DELETE" -> catalog.deleteVersion(subject, version, request.flag("permanent"));
        default -> throw RegistryError.methodNotAllowed();
      };
    }
    if (request.is("subjects/*/versions/*/schema")) {
      onlyGet(request);
      return new RawJson(
          catalog.version(subject, request.segment(3), deleted).version().definition().text());
    }
    if (request.is("subjects/*/versions/*/referencedby")) {
      onlyGet(request);
      return catalog.referrers(subject, request.segment(3));
    }
    throw RegistryError.notFound();
  }

  private static Map<String, Object> described(Registered registered) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("subject", registered.subject());
    answer.put("version", registered.version().number());
    answer.put("id", registered.version().id());
    answer.putAll(described(registered.version().definition()));
    return answer;
  }

  private static Map<String, Object> described(Definition definition) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("schema", definition.text());
    if (!definition.references().isEmpty()) {
      answer.put("references", definition.references());
    }
    return answer;
  }

  private Definition definition(RegistryRequest request) {
    return catalog.define(request.schemaText(), request.references());
  }

  private Object schemas(RegistryRequest request) {
    onlyGet(request);
    if (request.is("schemas/types")) {
      return List.of("AVRO");
    }
    if (request.path().size() < 3 || !request.segment(1).equals("ids")) {
      throw RegistryError.notFound();
    }
    int id = id(request.segment(2));
    if (request.is("schemas/ids/*")) {
      return described(catalog.definition(id));
    }
    if (request.is("schemas/ids/*/schema")) {
      return new RawJson(catalog.definition(id).text());
    }
    if (request.is("schemas/ids/*/subjects")) {
      return catalog.uses(id).stream().map(Registered::subject).distinct().toList();
    }
    if (request.is("schemas/ids/*/versions")) {
      return catalog.uses(id).stream()
          .map(use -> Map.of("subject", use.subject(), "version", use.version().number()))
          .toList();
    }
    throw RegistryError.notFound();
  }

  private static int id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw RegistryError.notFound();
    }
  }

  private Object config(RegistryRequest request) {
    if (request.is("config")) {
      return switch (request.method()) {
        case "GET" -> Map.of("compatibilityLevel", catalog.level().name());
        case "PUT" -> {
          Compatibility level = wantedLevel(request);
          catalog.setLevel(level);
          yield Map.of("compatibility", level.name());
        }
        default -> throw RegistryError.methodNotAllowed();
      };
    }
    if (request.is("config/*")) {
      return subjectConfig(request, request.segment(1));
    }
    throw RegistryError.notFound();
  }

  private Object subjectConfig(RegistryRequest request, String subject) {
    return switch (request.method()) {
      case "GET" -> {
        Optional<Compatibility> own = catalog.level(subject);
        if (own.isEmpty() && !request.flag("defaultToGlobal")) {
          throw RegistryError.noSubjectConfig(subject);
        }
        yield Map.of("compatibilityLevel", own.orElseGet(catalog::level).name());
      }
      case "PUT" -> {
        Compatibility level = wantedLevel(request);
        catalog.setLevel(subject, level);
        yield Map.of("compatibility", level.name());
      }
      case "DELETE" -> Map.of("compatibilityLevel", catalog.removeLevel(subject).name());
      default -> throw RegistryError.methodNotAllowed();
    };
  }

  private static Compatibility wantedLevel(RegistryRequest request) {
    return Compatibility.of(request.text("compatibility").orElse(""));
  }

  private Object compatibility(RegistryRequest request) {
    boolean one = request.is("compatibility/subjects/*/versions/*");
    if (!one && !request.is("compatibility/subjects/*/versions")) {
      throw RegistryError.notFound();
    }
    if (!request.method().equals("POST")) {
      throw RegistryError.methodNotAllowed();
    }
    Schema schema = definition(request).schema();
    Optional<String> version = one ? Optional.of(request.segment(4)) : Optional.empty();
    List<String> conflicts = catalog.conflicts(request.segment(2), version, schema);
    return request.flag("verbose")
        ? Map.of("is_compatible", conflicts.isEmpty(), "messages", conflicts)
        : Map.of("is_compatible", conflicts.isEmpty());
  }

  private static void onlyGet(RegistryRequest request) {
    if (!request.method().equals("GET")) {
      throw RegistryError.methodNotAllowed();
    }
  }

  /** JSON text that goes out as it is. */
  record RawJson(String text) {}
}
