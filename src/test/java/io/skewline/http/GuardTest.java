// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.embedded.Certificates;
import io.skewline.topology.HttpSettings;
import io.skewline.topology.HttpSettings.Keystore;
import io.skewline.topology.HttpSettings.User;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, and how, on a server as it runs. */
class GuardTest {
  private static final Optional<User> USER = Optional.of(new User("ann", "c4n4ry:pässword"));
  private static final Optional<String> TOKEN = Optional.of("c4n4ry-token");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/topology",
          "/topology.mmd",
          "/ledger",
          "/scores",
          "/no/such",
          "/health/live/",
          "/health/../metrics",
          "/%6detrics");

  @TempDir private Path dir;
  private final HttpClient plain = HttpClient.newHttpClient();

  private static StatusServer serve(HttpSettings http) {
    Status status =
        new Status(
            () -> new Progress.Seen(Instant.now(), false, "nothing to do"),
            () -> List.of(new HealthCheck("streams", true, "RUNNING")),
            () -> "a_metric 1\n",
            new Topology().addSource("decode", "in").describe(),
            Optional.of(Map::of));
    return new StatusServer(StatusSettings.of(http, 0), status, Clock.systemUTC());
  }

  private static HttpSettings local(
      Optional<Keystore> keystore, Optional<User> user, Optional<String> token, boolean health) {
    return new HttpSettings("localhost", 0, 0, keystore, user, token, health);
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> ask(
      HttpClient client, StatusServer server, String method, String path, String... authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.noBody());
    for (String one : authorization) {
      request.header("Authorization", one);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void shouldAskBeforeEveryPage() throws Exception {
    try (StatusServer server = serve(local(Optional.empty(), USER, TOKEN, false))) {
      for (String path : PATHS) {
        for (String method : List.of("GET", "HEAD", "POST")) {
          HttpResponse<String> refused = ask(plain, server, method, path);
          assertThat(refused.statusCode()).as("%s %s", method, path).isEqualTo(401);
          assertThat(refused.headers().allValues("WWW-Authenticate"))
              .containsExactly(
                  "Basic realm=\"skewline\", charset=\"UTF-8\"", "Bearer realm=\"skewline\"");
          assertThat(refused.body()).doesNotContain("a_metric", "RUNNING", "c4n4ry");
        }
      }
    }
  }

  @Test
  void shouldLetInWhoIsKnownAndNobodyElse() throws Exception {
    try (StatusServer server = serve(local(Optional.empty(), USER, TOKEN, false))) {
      for (String known :
          List.of(
              basic("ann:c4n4ry:pässword"),
              basic("ann:c4n4ry:pässword").replace("Basic", "bAsIc"),
              "Bearer c4n4ry-token",
              "bearer  c4n4ry-token")) {
        assertThat(ask(plain, server, "GET", "/metrics", known).body()).isEqualTo("a_metric 1\n");
      }
      for (String unknown :
          List.of(
              basic("ann:c4n4ry:passwort"),
              basic("ann:"),
              basic("ann"),
              basic("bob:c4n4ry:pässword"),
              basic("ann:c4n4ry:pässword") + "x",
              "Bearer c4n4ry-toke",
              "Bearer c4n4ry-tokenn",
              "Bearer",
              "c4n4ry-token",
              "Basic c4n4ry-token",
              "Bearer " + basic("ann:c4n4ry:pässword").substring(6),
              "Basic",
              "")) {
        assertThat(ask(plain, server, "GET", "/metrics", unknown).statusCode())
            .as(unknown)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void shouldTakeOneKindWhereOneIsSet() throws Exception {
    try (StatusServer server = serve(local(Optional.empty(), Optional.empty(), TOKEN, false))) {
      assertThat(ask(plain, server, "GET", "/metrics", basic("ann:c4n4ry:pässword")).statusCode())
          .isEqualTo(401);
      assertThat(ask(plain, server, "GET", "/metrics").headers().allValues("WWW-Authenticate"))
          .containsExactly("Bearer realm=\"skewline\"");
    }
    try (StatusServer server =
        serve(local(Optional.empty(), Optional.empty(), Optional.empty(), false))) {
      assertThat(ask(plain, server, "GET", "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldAnswerProbesWhereThatIsWanted() throws Exception {
    try (StatusServer server = serve(local(Optional.empty(), USER, TOKEN, true))) {
      for (String path : PATHS) {
        boolean open = path.equals("/health/live") || path.equals("/health/ready");
        assertThat(ask(plain, server, "GET", path).statusCode())
            .as(path)
            .isEqualTo(open ? 200 : 401);
      }
    }
  }

  @Test
  void shouldSpeakTls() throws Exception {
    Path store = Certificates.keystore(dir, "http");
    Keystore keystore = new Keystore(store, Certificates.PASSWORD);
    try (StatusServer server =
        serve(local(Optional.of(keystore), Optional.empty(), TOKEN, false))) {
      assertThat(server.url()).startsWith("https://localhost:");
      HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(store)).build();
      assertThat(ask(trusting, server, "GET", "/metrics", "Bearer c4n4ry-token").body())
          .isEqualTo("a_metric 1\n");
      assertThat(ask(trusting, server, "GET", "/metrics").statusCode()).isEqualTo(401);
      assertThatThrownBy(() -> ask(plain, server, "GET", "/metrics"))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(saidInPlain(server.port())).doesNotContain("a_metric");
    }
  }

  private static SSLContext trusting(Path keystore) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(Certificates.certificate(keystore))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static String saidInPlain(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException e) {
      return "";
    }
  }

  @Test
  void shouldNameAKeystoreThatDoesNotOpenWithoutItsPassword() throws Exception {
    Path store = Certificates.keystore(dir, "http");
    Path text = Files.writeString(dir.resolve("no.p12"), "no keystore");
    for (Keystore wrong :
        List.of(
            new Keystore(store, "c4n4ry-wrong"),
            new Keystore(text, Certificates.PASSWORD),
            new Keystore(dir.resolve("none"), Certificates.PASSWORD))) {
      assertThatThrownBy(
              () -> serve(local(Optional.of(wrong), Optional.empty(), TOKEN, false)).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.file().toString())
          .hasMessageNotContaining("c4n4ry");
    }
  }

  @Test
  void shouldShowNoSecretInItsTextForm() {
    HttpSettings settings =
        local(Optional.of(new Keystore(Path.of("k.p12"), "c4n4ry")), USER, TOKEN, false);
    assertThat(settings + " " + settings.keystore() + settings.user())
        .contains("ann", "k.p12")
        .doesNotContain("c4n4ry");
  }

  /** A machine without another address has nothing to check. */
  @Test
  void shouldBindToThisMachineAlone() throws Exception {
    try (StatusServer server =
        serve(local(Optional.empty(), Optional.empty(), Optional.empty(), false))) {
      for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress address : network.inetAddresses().toList()) {
          if (!address.isLoopbackAddress()) {
            assertThatThrownBy(() -> new Socket(address, server.port()).close())
                .as(address.toString())
                .isInstanceOf(IOException.class);
          }
        }
      }
    }
  }
}
