// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which keys the schema registry client understands. A misspelt one would be ignored by the client,
 * so it is an error here. All but the three of our own may also carry the prefix {@code
 * schema.registry.}; those of TLS must, or the client takes no notice of them.
 */
final class RegistryKeys {
  static final String URL = "schema.registry.url";
  static final String AUTO_REGISTER = "auto.register.schemas";
  static final String USE_LATEST = "use.latest.version";
  static final String STRATEGY = "value.subject.name.strategy";

  private static final String PREFIX = "schema.registry.";
  private static final Pattern SECRET = Pattern.compile("password|secret|token|user\\.info|key$");
  private static final Set<String> OURS = Set.of(URL, AUTO_REGISTER, USE_LATEST, STRATEGY);

  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "basic.auth.credentials.source", List.of("URL", "USER_INFO", "SASL_INHERIT"),
          "bearer.auth.credentials.source",
              List.of("STATIC_TOKEN", "OAUTHBEARER", "SASL_OAUTHBEARER_INHERIT", "CUSTOM"));

  private static final Set<String> CLIENT =
      Set.of(
          "basic.auth.credentials.source",
          "basic.auth.user.info",
          "bearer.auth.credentials.source",
          "bearer.auth.token",
          "bearer.auth.issuer.endpoint.url",
          "bearer.auth.client.id",
          "bearer.auth.client.secret",
          "bearer.auth.scope",
          "bearer.auth.scope.claim.name",
          "bearer.auth.sub.claim.name",
          "bearer.auth.logical.cluster",
          "bearer.auth.identity.pool.id",
          "bearer.auth.cache.expiry.buffer.seconds",
          "bearer.auth.custom.provider.class",
          "sasl.jaas.config",
          "sasl.mechanism",
          "http.connect.timeout.ms",
          "http.read.timeout.ms",
          "proxy.host",
          "proxy.port",
          "missing.cache.size",
          "missing.id.cache.ttl.sec",
          "missing.version.cache.ttl.sec",
          "missing.schema.cache.ttl.sec");

  private static final Set<String> TLS =
      Set.of(
          "ssl.keystore.location",
          "ssl.keystore.password",
          "ssl.keystore.type",
          "ssl.keystore.key",
          "ssl.keystore.certificate.chain",
          "ssl.key.password",
          "ssl.truststore.location",
          "ssl.truststore.password",
          "ssl.truststore.type",
          "ssl.truststore.certificates",
          "ssl.protocol",
          "ssl.provider",
          "ssl.enabled.protocols",
          "ssl.cipher.suites",
          "ssl.endpoint.identification.algorithm",
          "ssl.keymanager.algorithm",
          "ssl.trustmanager.algorithm",
          "ssl.secure.random.implementation",
          "ssl.engine.factory.class");

  private RegistryKeys() {}

  static void check(String key, String value) {
    String plain = OURS.contains(key) ? key : withoutPrefix(key);
    if (TLS.contains(plain) && plain.equals(key)) {
      throw new IllegalArgumentException(key + " must be written " + PREFIX + key);
    }
    if (!OURS.contains(key) && !CLIENT.contains(plain) && !TLS.contains(plain)) {
      // Without the value: who knows what a misspelt key was to hold.
      throw new IllegalArgumentException("unknown registry key " + key + "; allowed: " + allowed());
    }
    List<String> choices = CHOICES.get(plain);
    if (choices != null && !choices.contains(value)) {
      throw new IllegalArgumentException(
          key + " must be one of " + choices + ": was '" + value + "'");
    }
    if (key.equals(URL)) {
      checkUrl(value);
    }
  }

  private static String withoutPrefix(String key) {
    return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
  }

  private static Set<String> allowed() {
    Set<String> allowed = new TreeSet<>(OURS);
    allowed.addAll(CLIENT);
    TLS.forEach(key -> allowed.add(PREFIX + key));
    return allowed;
  }

  private static void checkUrl(String value) {
    List<String> urls = Arrays.asList(value.strip().split("\\s*,\\s*"));
    boolean mock = urls.size() == 1 && urls.get(0).matches("mock://.+");
    if (!mock && !urls.stream().allMatch(RegistryKeys::isHttp)) {
      throw new IllegalArgumentException(
          URL
              + " must be http(s)://host[:port][/path], several separated by commas, or one"
              + " mock://scope: was '"
              + shown(URL, value)
              + "'");
    }
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?");
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }

  /** The value as it may stand in a log: no password in it. */
  static String shown(String key, String value) {
    if (SECRET.matcher(key).find() || key.endsWith("jaas.config")) {
      return "***";
    }
    return value.replaceAll("//[^/@,]*@", "//***@");
  }
}
