// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.skewline.fusion.Bundle;
import io.skewline.models.S3Authority.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * The examples of AWS, "Signature Calculations for the Authorization Header: Transferring Payload
 * in a Single Chunk".
 */
class S3AuthorityTest {
  private static final Credentials EXAMPLE =
      new Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "");
  private static final S3Authority AUTHORITY =
      new S3Authority(
          EXAMPLE, "us-east-1", Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC));

  private static String signature(String method, String path, byte[] body, String... more) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("x-amz-date", "20130524T000000Z");
    headers.put("x-amz-content-sha256", Bundle.sha256(body));
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], more[i + 1]);
    }
    return AUTHORITY.authorization(
        method, URI.create("https://examplebucket.s3.amazonaws.com" + path), headers);
  }

  @Test
  void shouldSignAGetAsPublished() {
    assertThat(signature("GET", "/test.txt", new byte[0], "range", "bytes=0-9"))
        .isEqualTo(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void shouldSignAPutAsPublished() {
    assertThat(
            signature(
                "PUT",
                "/test%24file.text",
                "Welcome to Amazon S3.".getBytes(UTF_8),
                "date",
                "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class",
                "REDUCED_REDUNDANCY"))
        .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void shouldSendWhatItSigned() {
    URI url = URI.create("http://localhost:9000/bucket/a.skwf");
    Map<String, String> headers = AUTHORITY.headers("GET", url, new byte[0]);
    assertThat(headers)
        .containsOnlyKeys("Authorization", "x-amz-content-sha256", "x-amz-date")
        .containsEntry("x-amz-date", "20130524T000000Z");
    Credentials forAWhile = new Credentials(EXAMPLE.id(), EXAMPLE.secret(), "session");
    assertThat(
            new S3Authority(forAWhile, "eu-west-1", AUTHORITY.clock())
                .headers("GET", url, new byte[0]))
        .containsEntry("x-amz-security-token", "session")
        .hasEntrySatisfying(
            "Authorization",
            text -> assertThat(text).contains("/eu-west-1/", ";x-amz-security-token,"));
    assertThat(EXAMPLE.toString()).doesNotContain(EXAMPLE.secret());
  }

  /** The other end signs what it received, with the secret that it knows. */
  @Test
  void shouldBeUnderstoodByAServerThatSignsForItself() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, byte[]> files = new ConcurrentHashMap<>();
    server.createContext("/", exchange -> answer(exchange, files));
    server.start();
    try {
      String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
      Map<String, String> environment =
          Map.of(
              "AWS_ACCESS_KEY_ID",
              EXAMPLE.id(),
              "AWS_SECRET_ACCESS_KEY",
              EXAMPLE.secret(),
              "AWS_REGION",
              "eu-west-1",
              "AWS_ENDPOINT_URL_S3",
              endpoint);
      URI location = URI.create("s3://bucket/models");
      Blobs blobs = S3Location.blobs(location, environment);
      blobs.put("a.skwf", "a bundle".getBytes(UTF_8));
      assertThat(files).containsOnlyKeys("/bucket/models/a.skwf");
      assertThat(blobs.get("a.skwf", 8)).hasValue("a bundle".getBytes(UTF_8));
      Map<String, String> other = new TreeMap<>(environment);
      other.put("AWS_SECRET_ACCESS_KEY", "another");
      Blobs stranger = S3Location.blobs(location, other);
      assertThatThrownBy(() -> stranger.get("a.skwf", 8)).hasMessageContaining("answered 403");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, Map<String, byte[]> files) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Headers received = exchange.getRequestHeaders();
    String authorization = String.valueOf(received.getFirst("Authorization"));
    Map<String, String> signed = new TreeMap<>();
    for (String name : authorization.replaceAll(".*SignedHeaders=|,Signature.*", "").split(";")) {
      signed.put(name, String.valueOf(received.getFirst(name)));
    }
    URI url = URI.create("http://" + signed.remove("host") + exchange.getRequestURI());
    boolean right =
        new S3Authority(EXAMPLE, "eu-west-1", Clock.systemUTC())
            .authorization(exchange.getRequestMethod(), url, signed)
            .equals(authorization);
    boolean whole = Bundle.sha256(body).equals(signed.get("x-amz-content-sha256"));
    try (exchange) {
      if (!right || !whole) {
        exchange.sendResponseHeaders(403, -1);
      } else if (exchange.getRequestMethod().equals("PUT")) {
        files.put(url.getPath(), body);
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(files.get(url.getPath()));
      }
    }
  }

  @Test
  void shouldSignTheHostAsItIsSent() {
    Map<String, String> headers =
        Map.of("x-amz-date", "20130524T000000Z", "x-amz-content-sha256", "h");
    for (String[] same :
        new String[][] {
          {"http://minio:80/b/a", "http://minio/b/a"},
          {"https://minio:443/b/a", "https://minio/b/a"},
          {"http://[::1]:80/b/a", "http://[::1]/b/a"}
        }) {
      assertThat(AUTHORITY.authorization("GET", URI.create(same[0]), headers))
          .isEqualTo(AUTHORITY.authorization("GET", URI.create(same[1]), headers));
    }
    assertThat(AUTHORITY.authorization("GET", URI.create("http://minio:443/b/a"), headers))
        .as("no default port")
        .isNotEqualTo(AUTHORITY.authorization("GET", URI.create("http://minio/b/a"), headers));
  }

  @Test
  void shouldDoWithoutNewlinesAndNameTheVariableAlone() {
    URI location = URI.create("s3://bucket/a");
    Map<String, String> environment = new TreeMap<>();
    environment.put("AWS_ACCESS_KEY_ID", "id\n");
    environment.put("AWS_SECRET_ACCESS_KEY", "s3cret\n");
    environment.put("AWS_SESSION_TOKEN", "t0ken\n");
    environment.put("AWS_REGION", "eu-west-1\n");
    assertThat(S3Location.authority(location, environment).credentials())
        .isEqualTo(new Credentials("id", "s3cret", "t0ken"));
    assertThat(S3Location.authority(location, environment).region()).isEqualTo("eu-west-1");
    for (String name : List.copyOf(environment.keySet())) {
      Map<String, String> bad = new TreeMap<>(environment);
      bad.put(name, "s3\ncret");
      assertThatThrownBy(() -> S3Location.blobs(location, bad))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(name + " in the environment")
          .hasMessageNotContaining("cret");
    }
  }

  @Test
  void shouldFindTheBucket() {
    URI location = URI.create("s3://bucket/a/b");
    assertThat(S3Location.url(location, "eu-west-1", Map.of()))
        .hasToString("https://bucket.s3.eu-west-1.amazonaws.com/a/b");
    assertThat(
            S3Location.url(
                location, "eu-west-1", Map.of("AWS_ENDPOINT_URL", "http://localhost:9000/")))
        .hasToString("http://localhost:9000/bucket/a/b");
    assertThatThrownBy(() -> S3Location.blobs(location, Map.of("AWS_ACCESS_KEY_ID", "k")))
        .hasMessage(
            "s3://bucket/a/b needs AWS_SECRET_ACCESS_KEY in the environment, which is not set");
  }
}
