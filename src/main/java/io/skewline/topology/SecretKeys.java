// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which keys hold a secret, by their names, as clients of Kafka and of the registry have them, and
 * ours of {@code http}. Such a value must stand elsewhere: topology files lie in repositories, and
 * command lines are seen by everybody on the machine.
 */
final class SecretKeys {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(password|passphrase|secret|secret[._]?\\w*key|token|api[._-]?key|user[._]?info"
              + "|jaas\\.config|keystore\\.key)$");
  private static final Pattern JAAS_SECRET =
      Pattern.compile(
          "(?i)\\w*(?:password|passphrase|secret|token)\\s*=\\s*"
              + "(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'|([^\\s;]*))");
  private static final Pattern USER_INFO = Pattern.compile("//(?:[^/:@]*:)?([^/@]*)@");

  /** Not that of a variable with a default, which would be a secret in the file. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?:(?:env|file|directory):[^}]*|[A-Za-z_]\\w*)}");

  private static final String ELSEWHERE = "\0";

  private SecretKeys() {}

  static boolean isSecret(String key) {
    return SECRET.matcher(key).find();
  }

  /**
   * Whether the value of a key holds a secret itself.
   *
   * @param written as in the file, references unresolved
   */
  static boolean isLiteral(String key, String written) {
    String value = REFERENCE.matcher(written).replaceAll(ELSEWHERE).strip();
    if (!isSecret(key)) {
      return holds(USER_INFO, value);
    }
    if (key.endsWith("jaas.config")) {
      return value.contains("=") ? holds(JAAS_SECRET, value) : !isElsewhere(value);
    }
    boolean user = key.endsWith("user.info") && value.contains(":");
    return !isElsewhere(user ? value.substring(value.indexOf(':') + 1) : value);
  }

  private static boolean holds(Pattern secret, String value) {
    return secret
        .matcher(value)
        .results()
        .flatMap(found -> IntStream.rangeClosed(1, found.groupCount()).mapToObj(found::group))
        .anyMatch(part -> part != null && !isElsewhere(part));
  }

  private static boolean isElsewhere(String value) {
    return value.isEmpty() || value.equals(ELSEWHERE);
  }

  /** The value as a message may show it. */
  static String shown(String key, String written) {
    return isLiteral(key, written) ? "***" : written;
  }
}
