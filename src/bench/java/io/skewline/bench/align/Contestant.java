// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

/** One way to read the load. */
public interface Contestant {
  String name();

  /**
   * Reads the load from its start to its end and checks that nothing is missing.
   *
   * @throws IllegalStateException if it lost or invented frames, failed, or did not finish
   */
  Run run(Cluster cluster, Load load) throws Exception;

  /**
   * @param seconds from the first record to the commit of the last
   * @param changelogBytes size of all changelog topics afterwards
   */
  record Run(String contestant, double seconds, double framesPerSecond, long changelogBytes) {}
}
