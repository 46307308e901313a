// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

/** What must hold between the keys of {@code http}. */
final class HttpChecks {
  private final Values values;
  private final Problems problems;

  HttpChecks(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  void run() {
    together(HttpKeys.KEYSTORE, HttpKeys.KEYSTORE_PASSWORD);
    together(HttpKeys.USER, HttpKeys.PASSWORD);
    String host = values.find(HttpKeys.HOST).orElse("localhost");
    boolean asks = values.given(HttpKeys.PASSWORD) || values.given(HttpKeys.TOKEN);
    boolean plain = !values.given(HttpKeys.KEYSTORE);
    if (asks && plain && !HttpSettings.isLocal(host) && !allowed()) {
      problems.add(
          values.where(HttpKeys.HOST, 0),
          "http.host is '"
              + host
              + "': passwords and tokens would come in readable for everybody on the way; allowed:"
              + " http.keystore, or http.host localhost, or http.plainPasswords: true");
    }
  }

  private boolean allowed() {
    return values.find(HttpKeys.PLAIN_PASSWORDS).orElse(false);
  }

  private void together(Key<?> one, Key<?> other) {
    Key<?> given = values.given(one) ? one : other;
    if (values.given(one) != values.given(other)) {
      problems.add(
          values.where(given, 0),
          given.path() + " stands alone; allowed: " + one.path() + " with " + other.path());
    }
  }
}
