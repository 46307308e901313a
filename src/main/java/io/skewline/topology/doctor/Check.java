// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

/** One thing that must hold before an application starts. Changes nothing. */
interface Check {
  String name();

  /** Whether it is in vain while no broker answers. */
  default boolean asksBroker() {
    return true;
  }

  /**
   * @throws Exception if it cannot be told: a failure, with the exception's message
   */
  void examine(Cluster cluster, Findings found) throws Exception;
}
