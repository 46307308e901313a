// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets come from, and that no message shows one. */
class SecretsTest {
  private static final String CANARY = "c4n4ry";
  private static final String SMALL =
      """
      name: small
      task: { type: regression }
      streams:
        - { modality: a, topic: t.a, layers: 2, width: 4 }
        - { modality: b, topic: t.b, layers: 2, width: 4 }
      outputs: { predictions: p, rejected: r }
      models: { topic: m }
      train: { labels: l, examples: e }
      """;
  private static final String JAAS =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"%s\";";

  @TempDir private Path dir;

  private static FusionApp parse(String yaml, String... set) {
    return TopologyFile.parse("t", yaml, List.of(set), Map.of("PW", CANARY)::get);
  }

  private static String problems(String yaml, String... set) {
    BadConfigException bad = catchThrowableOfType(BadConfigException.class, () -> parse(yaml, set));
    assertThat(bad).as("accepted: %s", yaml).isNotNull();
    assertThat(bad.getMessage()).doesNotContain(CANARY);
    return bad.getMessage();
  }

  @Test
  void shouldTakeSecretsFromEnvironmentAndFiles() throws IOException {
    Path properties = Files.writeString(dir.resolve("s.properties"), "pw=from a file\n");
    Files.writeString(dir.resolve("whole"), "a whole file\n");
    FusionApp app =
        parse(
            SMALL
                + """
                kafka:
                  ssl.key.password: "${file:%1$s:pw}"
                  ssl.keystore.password: "${directory:%2$s:whole}"
                  sasl.jaas.config: '%3$s'
                registry:
                  schema.registry.url: "http://u:${env:PW}@h:1"
                  basic.auth.user.info: "u:${env:PW}"
                  bearer.auth.token: "${PW}"
                """
                    .formatted(properties, dir, JAAS.formatted("${env:PW}")));
    assertThat(app.kafka())
        .containsEntry("ssl.key.password", "from a file")
        .containsEntry("ssl.keystore.password", "a whole file")
        .containsEntry("sasl.jaas.config", JAAS.formatted(CANARY));
    assertThat(app.registry().properties())
        .containsEntry("schema.registry.url", "http://u:" + CANARY + "@h:1")
        .containsEntry("basic.auth.user.info", "u:" + CANARY)
        .containsEntry("bearer.auth.token", CANARY);
    assertThat(app.toString() + app.registry()).doesNotContain(CANARY, "whole", "from a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kafka|ssl.key.password: c4n4ry",
        "kafka|consumer.ssl.truststore.password: c4n4ry",
        "kafka|sasl: { jaas: { config: 'x.LoginModule required password=c4n4ry;' } }",
        "kafka|sasl.jaas.config: 'x.LoginModule required username=\"${env:PW}\" password=\"c4n4ry\";'",
        "kafka|sasl.jaas.config: 'x.LoginModule required clientSecret = \"${PW:c4n4ry}\";'",
        "kafka|sasl.jaas.config: c4n4ry",
        "kafka|ssl.keystore.key: c4n4ry",
        "kafka|ssl.key.password: 'c4n4ry${env:PW}'",
        "kafka|ssl.key.password: ${PW:c4n4ry}",
        "kafka|sasl.oauthbearer.client.credentials.client.secret: c4n4ry",
        "registry|basic.auth.user.info: u:c4n4ry",
        "registry|schema.registry.url: 'http://u:c4n4ry@h'",
        "registry|bearer.auth.token: c4n4ry",
        "registry|schema.registry.ssl.key.password: [c4n4ry]"
      })
  void shouldRefuseASecretInTheFileWithoutShowingIt(String section, String line) {
    assertThat(problems(SMALL + section + ":\n  " + line + "\n"))
        .contains("holds a secret itself; allowed: what refers to it: ${env:NAME}")
        .contains(section + "." + line.substring(0, line.indexOf(':')));
  }

  @Test
  void shouldRefuseASecretOnTheCommandLine() {
    assertThat(problems(SMALL, "kafka.ssl.key.password=c4n4ry"))
        .contains("--set: kafka.ssl.key.password holds a secret itself");
    assertThat(parse(SMALL, "kafka.ssl.key.password=${env:PW}").kafka())
        .containsEntry("ssl.key.password", CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafak: { ssl.key.password: c4n4ry }",
        "password: c4n4ry",
        "sasl.jaas.config: x password=c4n4ry",
        "align: { deadline: \"${env:PW}\" }",
        "align: { deadlin: \"${PW}\" }",
        "kafka: { ssl.key.password: c4n4ry",
        "kafka: { ssl.key.password: 'c4n4ry }",
        "kafka:\n  password: c4n4ry\n pass: @c4n4ry",
        "kafka: { ssl.key.password: \"${env:PW}\", ssl.key.password: \"${PW}\" }",
        "registry: { password: c4n4ry }",
        "registry: { schema.registry.url: \"ftp://u:${env:PW}@h\" }",
        "registry: { bearer.auth.toke: \"${env:PW}\" }",
      })
  void shouldShowNoSecretWhereSomethingElseIsWrong(String yaml) {
    problems(SMALL + yaml + "\n");
  }

  @Test
  void shouldShowNoSecretOfAnAssignmentThatCannotBeMade() {
    assertThat(problems(SMALL, "c4n4ry")).contains("--set: must have the form key=value");
    assertThat(problems(SMALL, "streams.c.topic=c4n4ry")).contains("--set streams.c.topic");
  }

  @ParameterizedTest
  @CsvSource({
    "${env:NO_SUCH}, environment variable NO_SUCH is not set",
    "${file:/no/such:key}, /no/such cannot be read",
    "${directory:/no/such:file}, /no/such cannot be read",
    "${file:/no/such}, is no reference"
  })
  void shouldNameWhatIsNotThere(String reference, String why) {
    assertThat(problems(SMALL + "kafka: { ssl.key.password: \"" + reference + "\" }\n"))
        .contains("t:9: " + reference)
        .contains(why);
  }

  @Test
  void shouldKeepAQuoteOfAPasswordInJaas() {
    String odd = "a\"b\\c; x=\"y ${env:PW}";
    String yaml = SMALL + "kafka: { sasl.jaas.config: '" + JAAS.formatted("${env:ODD}") + "' }\n";
    String line =
        TopologyFile.parse("t", yaml, List.of(), Map.of("ODD", odd)::get)
            .kafka()
            .get("sasl.jaas.config");
    var entry =
        JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(line)))
            .configurationEntries()
            .get(0);
    assertThat(entry.getOptions().get("password")).isEqualTo(odd);
  }

  @Test
  void shouldResolveAFileOfClientProperties() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("kafka.properties"),
            "ssl.key.password=${env:PW}\nsasl.jaas.config=literal ${other}\na=${env:NO_SUCH}\n");
    assertThatThrownBy(() -> ClientFile.read(file, Map.of("PW", CANARY)::get))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("a: ${env:NO_SUCH}: environment variable NO_SUCH is not set")
        .hasMessageNotContaining(CANARY);
    assertThat(ClientFile.read(file, Map.of("PW", CANARY, "NO_SUCH", "b")::get))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("ssl.key.password", CANARY, "sasl.jaas.config", "literal ${other}", "a", "b"));
    assertThatThrownBy(() -> ClientFile.read(dir.resolve("none")))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "user: ann | http.user stands alone; allowed: http.user with http.password",
        "password: '${PW}' | http.password stands alone",
        "keystore: k.p12 | http.keystore stands alone; allowed: http.keystore with",
        "password: c4n4ry, user: ann | http.password holds a secret itself",
        "token: c4n4ry | http.token holds a secret itself",
        "keystore: k, keystorePassword: c4n4ry | http.keystorePassword holds a secret itself",
        "host: 0.0.0.0, token: '${PW}' | would come in readable for everybody on the way",
        "host: 'h h' | http.host is 'h h'; allowed",
        "token: ' ' | http.token is ' '; allowed: a reference"
      })
  void shouldSayWhatIsWrongWithHttp(String keys, String message) {
    assertThat(
            problems(
                SMALL + "http: { " + keys.replace("'${", "\"${").replace("}'", "}\"") + " }\n"))
        .contains(message);
  }

  @Test
  void shouldAskOtherMachinesForAPasswordByTlsOrOnlyWhereToldTo() {
    String everywhere = SMALL + "http: { host: 0.0.0.0, token: \"${PW}\" }\n";
    assertThat(parse(everywhere, "http.plainPasswords=true").http().token()).hasValue(CANARY);
    FusionApp tls = parse(everywhere, "http.keystore=k.p12", "http.keystorePassword=${env:PW}");
    assertThat(tls.http().keystore().orElseThrow().password()).isEqualTo(CANARY);
    assertThat(tls.http().remote()).isTrue();
    assertThat(parse(SMALL).http().host()).isEqualTo("localhost");
    for (String host : List.of("localhost", "127.0.0.1", "::1")) {
      assertThat(parse(everywhere, "http.host=\"" + host + "\"").http().remote()).isFalse();
    }
  }

  /** Certificates are of Kafka's type PASSWORD, too, but everybody may know them. */
  @Test
  void shouldKnowKafkasSecretsByTheirNames() {
    Set<String> secret = new TreeSet<>();
    Set<String> plain = new TreeSet<>();
    Stream.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
        .flatMap(def -> def.configKeys().values().stream())
        .forEach(key -> (key.type == ConfigDef.Type.PASSWORD ? secret : plain).add(key.name));
    assertThat(secret)
        .filteredOn(key -> !key.contains("certificate"))
        .allMatch(SecretKeys::isSecret);
    assertThat(secret).hasSizeGreaterThan(5);
    assertThat(plain).noneMatch(SecretKeys::isSecret);
  }
}
