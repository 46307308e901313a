// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {
  private static final String URL = "schema.registry.url";

  private static RegistrySettings with(String key, String value) {
    return new RegistrySettings(Map.of(URL, "http://registry:8081", key, value));
  }

  @Test
  void shouldRegisterUnderTheTopicByDefault() {
    RegistrySettings settings = new RegistrySettings(Map.of(URL, "http://registry:8081"));
    assertThat(settings.autoRegister()).isTrue();
    assertThat(settings.useLatest()).isFalse();
    assertThat(settings.subjects()).isEqualTo(SubjectNames.TOPIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void shouldRequireTheUrl(String url) {
    assertThatThrownBy(() -> new RegistrySettings(Map.of(URL, url)))
        .hasMessage("schema.registry.url must name the schema registry");
    assertThatThrownBy(() -> new RegistrySettings(Map.of()))
        .hasMessage("schema.registry.url must name the schema registry");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"registry:8081", "ftp://registry", "http://", "http://a,mock://b", "mock://"})
  void shouldRefuseAUrlThatTheClientCannotUse(String url) {
    assertThatThrownBy(() -> new RegistrySettings(Map.of(URL, url)))
        .hasMessageContaining("schema.registry.url must be http(s)://host[:port][/path]")
        .hasMessageContaining("was '" + url + "'");
  }

  @Test
  void shouldTakeSeveralUrls() {
    RegistrySettings settings =
        new RegistrySettings(Map.of(URL, "http://a:8081 , https://b/apis/ccompat/v7"));
    assertThat(settings.urls()).containsExactly("http://a:8081", "https://b/apis/ccompat/v7");
  }

  @ParameterizedTest
  @CsvSource({
    "auto.register.schemas, yes, must be true or false: was 'yes'",
    "use.latest.version, TRUE, must be true or false: was 'TRUE'",
    "value.subject.name.strategy, ByTopic, must be one of",
    "value.subject.name.strategy, com.example.TopicNameStrategy, must be one of",
    "basic.auth.credentials.source, FILE, must be one of",
    "bearer.auth.credentials.source, TOKEN, must be one of",
    "ssl.truststore.location, /t, must be written schema.registry.ssl.truststore.location",
    "auto.register.schema, false, unknown registry key auto.register.schema;",
    "schema.registry.auto.register.schemas, false, unknown registry key",
  })
  void shouldNameKeyValueAndWhatIsAllowed(String key, String value, String message) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(message);
  }

  @Test
  void shouldNotLetTheTwoWaysOfWritingClash() {
    assertThatThrownBy(() -> with("use.latest.version", "true"))
        .hasMessage(
            "use.latest.version=true needs auto.register.schemas=false: was absent, which means"
                + " true");
  }

  @Test
  void shouldKeepSecretsOutOfTheTextForm() {
    RegistrySettings settings =
        new RegistrySettings(
            Map.of(
                URL,
                "http://me:hunter2@registry",
                "basic.auth.user.info",
                "me:hunter2",
                "bearer.auth.token",
                "hunter2",
                "bearer.auth.client.secret",
                "hunter2",
                "sasl.jaas.config",
                "hunter2",
                "schema.registry.ssl.key.password",
                "hunter2",
                "schema.registry.ssl.keystore.key",
                "hunter2",
                "proxy.host",
                "proxy"));
    assertThat(settings.toString())
        .doesNotContain("hunter2")
        .contains("registry", "proxy.host=proxy");
    assertThatThrownBy(() -> with("bearer.auth.tokem.password", "hunter2"))
        .hasMessageContaining("unknown registry key")
        .hasMessageNotContaining("hunter2");
  }
}
