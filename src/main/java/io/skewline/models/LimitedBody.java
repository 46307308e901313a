// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, held only as far as it may be long; empty if it is longer. What is not
 * wanted is not waited for either: the connection is given up.
 */
final class LimitedBody implements BodySubscriber<Optional<byte[]>> {
  private static final long NOTHING = -1;

  private final long most;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  private LimitedBody(long most) {
    this.most = most;
  }

  /** Does not begin to read what is said to be longer, nor the body of an error. */
  static BodyHandler<Optional<byte[]>> handler(long most) {
    return answer -> {
      long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
      return answer.statusCode() != 200 || length > most
          ? new LimitedBody(NOTHING)
          : new LimitedBody(most);
    };
  }

  /** For who wants the status alone. */
  static BodyHandler<Optional<byte[]>> none() {
    return answer -> new LimitedBody(NOTHING);
  }

  @Override
  public CompletionStage<Optional<byte[]>> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (most == NOTHING) {
      stop(subscription);
    } else {
      subscription.request(Long.MAX_VALUE);
    }
  }

  private void stop(Flow.Subscription subscription) {
    subscription.cancel();
    body.complete(Optional.empty());
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (held.size() + (long) buffer.remaining() > most) {
        stop(Objects.requireNonNull(subscription));
        return;
      }
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      held.writeBytes(bytes);
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    body.complete(Optional.of(held.toByteArray()));
  }
}
