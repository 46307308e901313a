// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Bundle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 of requests with their whole body and no query, for S3 and stores that
 * speak as it does.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">its
 *     definition</a>
 */
record S3Authority(Credentials credentials, String region, Clock clock)
    implements RequestAuthority {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * @param session token of keys that last for a while; empty for others
   */
  record Credentials(String id, String secret, String session) {
    @Override
    public String toString() {
      return "credentials of " + id;
    }
  }

  @Override
  public Map<String, String> headers(String method, URI url, byte[] body) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("x-amz-date", TIME.format(clock.instant()));
    headers.put("x-amz-content-sha256", Bundle.sha256(body));
    if (!credentials.session.isEmpty()) {
      headers.put("x-amz-security-token", credentials.session);
    }
    headers.put("Authorization", authorization(method, url, headers));
    return headers;
  }

  /**
   * @param headers that are sent, in lower case and order, with date and hash of the body; the host
   *     comes from the URL
   */
  String authorization(String method, URI url, Map<String, String> headers) {
    Map<String, String> signed = new TreeMap<>(headers);
    signed.put("host", host(url));
    String names = String.join(";", signed.keySet());
    String time = headers.getOrDefault("x-amz-date", "");
    String scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
    String canonical =
        String.join(
            "\n",
            method,
            url.getRawPath(),
            "",
            signed.entrySet().stream()
                .map(e -> e.getKey() + ":" + e.getValue().strip() + "\n")
                .collect(Collectors.joining()),
            names,
            headers.getOrDefault("x-amz-content-sha256", ""));
    String text =
        String.join("\n", "AWS4-HMAC-SHA256", time, scope, Bundle.sha256(utf8(canonical)));
    return "AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s"
        .formatted(credentials.id, scope, names, HexFormat.of().formatHex(hmac(key(time), text)));
  }

  /** As clients of HTTP send it: without the port that the scheme has anyway. */
  private static String host(URI url) {
    String port = "https".equals(url.getScheme()) ? ":443$" : ":80$";
    return url.getRawAuthority().replaceAll(port, "");
  }

  private byte[] key(String time) {
    byte[] date = hmac(utf8("AWS4" + credentials.secret), time.substring(0, 8));
    return hmac(hmac(hmac(date, region), "s3"), "aws4_request");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
