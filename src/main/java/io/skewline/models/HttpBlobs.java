// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Files that GET reads and PUT writes. Redirects are not followed: they would lead out of the
 * folder.
 */
final class HttpBlobs implements Blobs {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Slower than this is away. */
  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

  /** One for all: nothing closes a client of Java 17, nor its thread. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final String folder;
  private final RequestAuthority authority;
  private final Duration answer;
  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();

  HttpBlobs(URI folder, RequestAuthority authority) {
    this(folder, authority, ANSWER);
  }

  /**
   * @param answer how long the first byte may take
   */
  HttpBlobs(URI folder, RequestAuthority authority, Duration answer) {
    this.folder = folder.toString().replaceAll("/+$", "") + "/";
    this.authority = authority;
    this.answer = answer;
  }

  @Override
  public void put(String name, byte[] bytes) {
    int status =
        send("PUT", URI.create(folder + name), bytes, LimitedBody.none(), bytes.length)
            .statusCode();
    if (away(status)) {
      throw new AwayException("PUT " + folder + name + " answered " + status);
    }
    if (status / 100 != 2) {
      throw new KafkaException("PUT " + folder + name + " answered " + status);
    }
  }

  @Override
  public Optional<byte[]> get(String name, long most) throws BadBundleException {
    URI url = URI.create(folder + name);
    HttpResponse<Optional<byte[]>> answered =
        send("GET", url, new byte[0], LimitedBody.handler(most), most);
    int status = answered.statusCode();
    if (status == 404 || status == 410) {
      return Optional.empty();
    }
    if (away(status)) {
      throw new AwayException("GET " + url + " answered " + status);
    }
    if (status != 200) {
      throw new BadBundleException(Reason.WRONG_LOCATION, "GET " + url + " answered " + status);
    }
    if (answered.body().isEmpty()) {
      throw new BadBundleException(
          Reason.BAD_FORMAT, url + " has more than the " + most + " bytes that it may have");
    }
    return answered.body();
  }

  /** Also who may not ask yet: keys are renewed, and the model is wanted when they are. */
  private static boolean away(int status) {
    return status >= 500 || status == 401 || status == 403 || status == 408 || status == 429;
  }

  private <T> HttpResponse<T> send(
      String method, URI url, byte[] body, BodyHandler<T> handler, long transferred) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(answer)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    authority.headers(method, url, body).forEach((name, value) -> add(request, name, value));
    CompletableFuture<HttpResponse<T>> answered = CLIENT.sendAsync(request.build(), handler);
    underWay.add(answered);
    try {
      long seconds = answer.toSeconds() + 1 + transferred / SLOWEST_BYTES_PER_SECOND;
      return answered.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      throw new AwayException(method + " " + url + " failed: " + cause(e), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } finally {
      answered.cancel(true);
      underWay.remove(answered);
    }
  }

  /** The client's own complaint about a header quotes it, and with it a secret. */
  private static void add(HttpRequest.Builder request, String name, String value) {
    try {
      request.header(name, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("header " + name + " of a request has no valid value");
    }
  }

  private static Throwable cause(Exception e) {
    return e.getCause() instanceof IOException io ? io : e;
  }

  @Override
  public void close() {
    underWay.forEach(one -> one.cancel(true));
  }
}
