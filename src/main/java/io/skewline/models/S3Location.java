// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.models.S3Authority.Credentials;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/**
 * How {@code s3://bucket/prefix} is reached, from the environment that AWS's own tools read: {@code
 * AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}, {@code AWS_REGION}
 * (us-east-1), and {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL} for other stores, whose
 * buckets are folders of the endpoint. Nothing else of AWS's configuration is read.
 */
final class S3Location {
  private S3Location() {}

  /**
   * @throws IllegalStateException if there are no credentials, or such as cannot be sent
   */
  static Blobs blobs(URI location, Map<String, String> environment) {
    S3Authority authority = authority(location, environment);
    return new HttpBlobs(url(location, authority.region(), environment), authority);
  }

  static S3Authority authority(URI location, Map<String, String> environment) {
    String region = RequestAuthority.value("AWS_REGION", environment);
    return new S3Authority(
        new Credentials(
            required("AWS_ACCESS_KEY_ID", location, environment),
            required("AWS_SECRET_ACCESS_KEY", location, environment),
            RequestAuthority.value("AWS_SESSION_TOKEN", environment)),
        region.isEmpty() ? "us-east-1" : region,
        Clock.systemUTC());
  }

  /** Of the folder, over http. */
  static URI url(URI location, String region, Map<String, String> environment) {
    String bucket = location.getHost();
    String own = RequestAuthority.value("AWS_ENDPOINT_URL_S3", environment);
    String endpoint = own.isEmpty() ? RequestAuthority.value("AWS_ENDPOINT_URL", environment) : own;
    String base =
        endpoint.isEmpty()
            ? "https://" + bucket + ".s3." + region + ".amazonaws.com"
            : endpoint.replaceAll("/+$", "") + "/" + bucket;
    return URI.create(base + location.getRawPath());
  }

  private static String required(String name, URI location, Map<String, String> environment) {
    String value = RequestAuthority.value(name, environment);
    if (value.isEmpty()) {
      throw new IllegalStateException(
          location + " needs " + name + " in the environment, which is not set");
    }
    return value;
  }
}
