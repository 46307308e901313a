// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

/**
 * What a check found.
 *
 * @param fix a command to copy, or what to write into the topology file; empty where nothing is to
 *     be done
 */
public record Finding(String check, Level level, String what, String fix) {
  /** How bad it is. */
  public enum Level {
    OK,
    /** Not looked at, for another check failed. */
    SKIPPED,
    /** It starts, but will not do all that it could. */
    WARNING,
    /** It does not start, or loses what it should keep. */
    FAILURE
  }
}
