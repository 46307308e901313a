// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

/** Follows a sweep; called by several threads, so it must be quick and safe. */
@FunctionalInterface
public interface SweepListener {

  /**
   * @param done fits so far, those found in the store included
   * @param all fits that will be made or found
   * @param last the name of the contender whose fit came last
   */
  void fitted(int done, int all, String last);
}
