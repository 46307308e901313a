// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/** A bundle that must not be loaded, and why. */
public final class BadBundleException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  public BadBundleException(Reason reason, String detail) {
    super(reason.label() + ": " + detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The tag of the refusal counter. */
  public enum Reason {
    TRUNCATED,
    HASH_MISMATCH,
    BAD_FORMAT,
    WRONG_SCHEMA,
    NON_FINITE,
    /** It is said to lie where this process does not fetch from. */
    WRONG_LOCATION,
    /** Nobody vouches for it whose key is trusted. */
    UNTRUSTED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
