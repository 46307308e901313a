// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/** Gathers what one check finds. One thread. */
final class Findings {
  private final String check;
  private final List<Finding> all = new ArrayList<>();

  Findings(String check) {
    this.check = check;
  }

  void ok(String what) {
    all.add(new Finding(check, Level.OK, what, ""));
  }

  void skipped(String why) {
    all.add(new Finding(check, Level.SKIPPED, why, ""));
  }

  void warn(String what, String fix) {
    all.add(new Finding(check, Level.WARNING, what, fix));
  }

  void fail(String what, String fix) {
    all.add(new Finding(check, Level.FAILURE, what, fix));
  }

  /** Says so where nothing else was found. */
  void okIfNothing(String what) {
    if (all.isEmpty()) {
      ok(what);
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
