// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.avro.ModalityFrame;
import io.skewline.modality.Frame;
import io.skewline.registry.RegistryCalls;
import io.skewline.registry.RegistryCalls.Answer;
import io.skewline.registry.RegistryCalls.Reference;
import io.skewline.registry.RegistryDoor;
import io.skewline.registry.RegistryServer;
import io.skewline.registry.RegistryServer.Deviation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Skewline needs of a schema registry that speaks Confluent's REST interface, each over real
 * HTTP. Where a server answers otherwise than Confluent's, that is a {@link Deviation} and held,
 * too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryContract {
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static final Schema FRAME = ModalityFrame.getClassSchema();
  private static final String V1 = record("{'name':'a','type':'int'}");

  /** Readable with V1's data: the new field has a default. */
  private static final String V2 =
      record("{'name':'a','type':'int'},{'name':'b','type':'int','default':0}");

  /** Not readable with V1's data. */
  private static final String BROKEN =
      record("{'name':'a','type':'int'},{'name':'c','type':'int'}");

  @TempDir static Path dir;
  private RegistryServer server;
  private RegistryCalls calls;

  abstract RegistryServer start(Path dir);

  @BeforeAll
  void start() {
    server = start(dir);
    calls = new RegistryCalls(server.url());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String record(String fields) {
    return "{'type':'record','name':'R','fields':[%s]}".formatted(fields).replace('\'', '"');
  }

  private static String topic() {
    return "topic" + TOPICS.incrementAndGet();
  }

  private boolean deviates(Deviation how) {
    return server.deviations().contains(how);
  }

  private static void expect(Answer answer, int status, int code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
  }

  private static void expectNumbers(Answer answer, Integer... numbers) {
    assertThat(answer.json()).map(one -> one.asInt()).containsExactly(numbers);
  }

  private static RegistrySettings settings(String url, String... more) {
    Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", url));
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return new RegistrySettings(properties);
  }

  private Codecs codecs() {
    return new Codecs(settings(server.url()));
  }

  private static byte[] encode(Codecs codecs, String topic) {
    return codecs.frames().encode(topic, Fixtures.frame());
  }

  private static void expectFrame(Codecs codecs, String topic, byte[] value) throws WireException {
    assertThat(codecs.frames().decode(topic, KEY, value)).isEqualTo(Fixtures.frame());
  }

  @Test
  void shouldGiveEqualSchemasOneId() {
    String s = topic();
    int id = calls.register(s, V1).id();
    assertThat(calls.register(s, V1).id()).isEqualTo(id);
    assertThat(calls.register(s + "-other", V1).id()).isEqualTo(id);
    int spaced = calls.register(s, V1.replace(",", " , ")).id();
    assertThat(spaced == id).isEqualTo(!deviates(Deviation.EACH_TEXT_HAS_ITS_ID));
    assertThat(calls.register(s, V2).id()).isNotEqualTo(id);
  }

  @Test
  void shouldFindById() {
    String s = topic();
    int id = calls.register(s, V1).id();
    Answer found = calls.get("/schemas/ids/" + id);
    assertThat(found.json().get("schema").asText()).isEqualTo(V1);
    assertThat(calls.get("/schemas/ids/" + id + "/versions").json())
        .anyMatch(use -> use.get("subject").asText().equals(s) && use.get("version").asInt() == 1);
    Answer subjects = calls.get("/schemas/ids/" + id + "/subjects");
    assertThat(subjects.status() == 404).isEqualTo(deviates(Deviation.NO_SUBJECTS_OF_AN_ID));
    expect(calls.get("/schemas/ids/999999"), 404, 40403);
  }

  @Test
  void shouldFindBySubjectAndVersion() {
    String s = topic();
    int first = calls.register(s, V1).id();
    int second = calls.register(s, V2).id();
    expectNumbers(calls.get("/subjects/" + s + "/versions"), 1, 2);
    assertThat(calls.get("/subjects").json()).anyMatch(name -> name.asText().equals(s));
    Answer one = calls.get("/subjects/" + s + "/versions/1");
    assertThat(one.id()).isEqualTo(first);
    assertThat(one.json().get("subject").asText()).isEqualTo(s);
    assertThat(one.json().get("schema").asText()).isEqualTo(V1);
    Answer latest = calls.get("/subjects/" + s + "/versions/latest");
    assertThat(latest.id()).isEqualTo(second);
    assertThat(latest.json().get("version").asInt()).isEqualTo(2);
    assertThat(calls.get("/subjects/" + s + "/versions/1/schema").json().get("name").asText())
        .isEqualTo("R");
    expect(calls.get("/subjects/" + s + "/versions/7"), 404, 40402);
    expect(calls.get("/subjects/" + s + "-not/versions/1"), 404, 40401);
    boolean notFound = deviates(Deviation.WRONG_VERSION_IS_NOT_FOUND);
    expect(
        calls.get("/subjects/" + s + "/versions/zero"),
        notFound ? 404 : 422,
        notFound ? 40402 : 42202);
  }

  @Test
  void shouldLookUpWithoutRegistering() {
    String s = topic();
    expect(calls.post("/subjects/" + s, RegistryCalls.body(V1)), 404, 40401);
    int id = calls.register(s, V1).id();
    assertThat(calls.post("/subjects/" + s, RegistryCalls.body(V1)).id()).isEqualTo(id);
    expect(calls.post("/subjects/" + s, RegistryCalls.body(V2)), 404, 40403);
    expect(calls.register(s, "{\"type\":\"nothing\"}"), 422, 42201);
  }

  @Test
  void shouldRefuseWhatBreaksReadersUnlessToldOtherwise() {
    String s = topic();
    calls.register(s, V1);
    expect(calls.register(s, BROKEN), 409, 409);
    String check = "/compatibility/subjects/" + s + "/versions/latest";
    Answer no = calls.post(check + "?verbose=true", RegistryCalls.body(BROKEN));
    assertThat(no.json().get("is_compatible").asBoolean()).isFalse();
    assertThat(no.json().has("messages")).isEqualTo(!deviates(Deviation.ONE_REASON));
    assertThat(no.json().toString()).contains("/fields/1");
    Answer yes = calls.post(check, RegistryCalls.body(V2));
    assertThat(yes.json().get("is_compatible").asBoolean()).isTrue();
    assertThat(calls.level(s, "NONE").status()).isEqualTo(200);
    int status = calls.register(s, BROKEN).status();
    assertThat(status).isEqualTo(deviates(Deviation.GLOBAL_LEVEL_IS_A_FLOOR) ? 409 : 200);
  }

  /** In the same words whichever server it is: the subject, what does not fit, and what to do. */
  @Test
  void shouldSayWhatIsIncompatible() {
    String topic = topic();
    String foreign =
        SchemaRegistry.published(FRAME)
            .replace(
                "\"name\":\"modality\",\"type\":\"string\"", "\"name\":\"kind\",\"type\":\"int\"");
    calls.register(topic + "-value", foreign);
    String[] words = {
      "subject "
          + topic
          + "-value holds a schema that schemas/ModalityFrame.avsc is not compatible",
      "version 1: ours cannot read it (READER_FIELD_MISSING_DEFAULT_VALUE at /fields/0: modality)",
      "curl -f -X DELETE " + server.url() + "/subjects/" + topic + "-value"
    };
    assertThatThrownBy(() -> encode(codecs(), topic))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(words);
    SubjectProbe probe = new SubjectProbe(settings(server.url()));
    assertThat(probe.ask(topic, SubjectProbe.Kind.FRAME).orElseThrow().text()).contains(words);
    assertThat(probe.ask(topic(), SubjectProbe.Kind.FRAME)).isEmpty();
  }

  @Test
  void shouldReadRecordsWhoseSchemaRefersToAnother() throws Exception {
    String topic = topic();
    Schema layer = FRAME.getField("layers").schema().getElementType();
    calls.register(topic + "-layer", SchemaRegistry.published(layer));
    String outer = SchemaRegistry.published(new Schema.Parser().parse(FRAME.toString()));
    String text =
        outer.replace(
            SchemaRegistry.published(layer).replace(",\"namespace\":\"io.skewline.avro\"", ""),
            "\"io.skewline.avro.Layer\"");
    assertThat(text).hasSizeLessThan(outer.length()).doesNotContain("FLOAT16");
    Reference reference = new Reference("io.skewline.avro.Layer", topic + "-layer", 1);
    int id = calls.register(topic + "-value", text, reference).id();
    Answer stored = calls.get("/schemas/ids/" + id);
    assertThat(stored.json().get("references").get(0).get("subject").asText())
        .isEqualTo(topic + "-layer");
    assertThat(stored.json().get("schema").asText()).doesNotContain("FLOAT16");
    expectNumbers(calls.get("/subjects/" + topic + "-layer/versions/1/referencedby"), id);

    byte[] value = encode(codecs(), topic());
    ByteBuffer.wrap(value).putInt(1, id);
    expectFrame(codecs(), topic, value);
    Codecs latest =
        new Codecs(
            settings(server.url(), "auto.register.schemas", "false", "use.latest.version", "true"));
    assertThat(encode(latest, topic)).isEqualTo(value);
  }

  @Test
  void shouldKeepWhatOthersReferTo() {
    String s = topic();
    String inner = "{\"type\":\"record\",\"name\":\"In" + s + "\",\"fields\":[]}";
    String outer = record("{'name':'in','type':'In" + s + "'}");
    Reference reference = new Reference("In" + s, s + "-in", 1);
    expect(calls.register(s, outer, reference), 422, 42201);
    calls.register(s + "-in", inner);
    assertThat(calls.register(s, outer, reference).status()).isEqualTo(200);
    expect(calls.delete("/subjects/" + s + "-in"), 422, 42206);
    expect(calls.delete("/subjects/" + s + "-in/versions/1"), 422, 42206);
    assertThat(calls.delete("/subjects/" + s).status()).isEqualTo(200);
  }

  @Test
  void shouldDeleteSoftlyThenForGood() {
    String s = topic();
    String mine = V1.replace("\"R\"", "\"R" + s + "\"");
    int id = calls.register(s, mine).id();
    boolean conflict = deviates(Deviation.TOO_EARLY_IS_A_CONFLICT);
    expect(
        calls.delete("/subjects/" + s + "/versions/1?permanent=true"), conflict ? 409 : 404, 40407);
    expectNumbers(calls.delete("/subjects/" + s), 1);
    assertThat(calls.get("/subjects").json()).noneMatch(name -> name.asText().equals(s));
    assertThat(calls.get("/subjects?deleted=true").json()).anyMatch(n -> n.asText().equals(s));
    expect(calls.get("/subjects/" + s + "/versions"), 404, 40401);
    boolean lacks = deviates(Deviation.DELETED_SUBJECT_LACKS_SCHEMAS);
    expect(calls.post("/subjects/" + s, RegistryCalls.body(mine)), 404, lacks ? 40403 : 40401);
    boolean hidden = deviates(Deviation.DELETED_VERSIONS_ARE_HIDDEN);
    assertThat(calls.get("/subjects/" + s + "/versions/1?deleted=true").status())
        .isEqualTo(hidden ? 404 : 200);
    assertThat(calls.get("/schemas/ids/" + id).status()).as("records name it").isEqualTo(200);
    expectNumbers(calls.delete("/subjects/" + s + "?permanent=true"), 1);
    expect(calls.get("/schemas/ids/" + id), 404, 40403);
    assertThat(calls.register(s, mine).id()).as("never given twice").isGreaterThan(id);
  }

  @Test
  void shouldReadAndWriteOnAfterASoftDeletion() throws Exception {
    String topic = topic();
    Codecs running = codecs();
    byte[] value = encode(running, topic);
    expectNumbers(calls.delete("/subjects/" + topic + "-value"), 1);
    expectFrame(running, topic, value);
    expectFrame(codecs(), topic, value);
    assertThat(encode(running, topic)).as("it writes with the id it has").isEqualTo(value);
    assertThat(new SubjectProbe(settings(server.url())).ask(topic, SubjectProbe.Kind.FRAME))
        .isEmpty();
    byte[] again = encode(codecs(), topic);
    expectFrame(running, topic, again);
    assertThat(calls.get("/subjects").json()).anyMatch(n -> n.asText().equals(topic + "-value"));
  }

  @Test
  void shouldSayWhoIsNotLetIn() {
    try (RegistryDoor door = new RegistryDoor(server.url()).askFor("ann:c4n4ry")) {
      String user = "basic.auth.user.info";
      String[] right = {"basic.auth.credentials.source", "USER_INFO", user, "ann:c4n4ry"};
      byte[] value = encode(new Codecs(settings(door.url(), right)), topic());
      String[] wrong = {"basic.auth.credentials.source", "USER_INFO", user, "ann:c4n4ry-wrong"};
      expectRefusal(settings(door.url(), wrong), value, "answered 401", user);
      expectRefusal(settings(door.url()), value, "answered 401", user);
      String url = door.url().replace("//", "//ann:c4n4ry-wrong@");
      expectRefusal(settings(url), value, "answered 401", "schema.registry.url");
      door.forbid();
      expectRefusal(settings(door.url(), right), value, "answered 403", user);
    }
  }

  private static void expectRefusal(
      RegistrySettings settings, byte[] value, String what, String key) {
    Codecs codecs = new Codecs(settings);
    List<ThrowingCallable> calls =
        List.of(
            () -> codecs.frames().decode("t", KEY, value),
            () -> encode(codecs, topic()),
            () -> new SubjectProbe(settings).ask(topic(), SubjectProbe.Kind.FRAME));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContainingAll(what, "look at", key)
          .hasMessageNotContaining("c4n4ry");
    }
  }

  @Test
  void shouldSpeakTls() throws Exception {
    RegistrySettings trusting =
        settings(
            server.tlsUrl(),
            "schema.registry.ssl.truststore.type",
            "PEM",
            "schema.registry.ssl.truststore.location",
            server.certificate().toString());
    String topic = topic();
    byte[] value = encode(new Codecs(trusting), topic);
    expectFrame(new Codecs(trusting), topic, value);
    String key = "schema.registry.ssl.truststore.location";
    expectRefusal(settings(server.tlsUrl()), value, "cannot be spoken to by TLS", key);
  }

  @Test
  void shouldWaitForOneThatIsAway() throws Exception {
    String topic = topic();
    byte[] known = encode(codecs(), topic);
    byte[] unknown = codecs().frames().encode(topic + "-2", Fixtures.frame());
    ByteBuffer.wrap(unknown).putInt(1, calls.register(topic, frameWithOneFieldMore()).id());
    try (RegistryDoor door = new RegistryDoor(server.url())) {
      Codecs codecs = new Codecs(settings(door.url()));
      expectFrame(codecs, topic, known);
      door.shut();
      expectFrame(codecs, topic, known);
      assertThatThrownBy(() -> codecs.frames().decode(topic, KEY, unknown))
          .isInstanceOf(RegistryAwayException.class)
          .isInstanceOf(KafkaException.class);
      assertThatThrownBy(() -> encode(codecs, topic)).isInstanceOf(RegistryAwayException.class);
      door.open();
      Frame read = (Frame) codecs.frames().decode(topic, KEY, grown(unknown));
      assertThat(read).isEqualTo(Fixtures.frame());
      expectFrame(codecs, topic, encode(codecs, topic));
    }
  }

  private static String frameWithOneFieldMore() {
    return SchemaRegistry.published(FRAME)
        .replaceFirst("]}$", ",{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}]}");
  }

  /** With the new field, empty, at its end. */
  private static byte[] grown(byte[] value) {
    return java.util.Arrays.copyOf(value, value.length + 1);
  }
}
