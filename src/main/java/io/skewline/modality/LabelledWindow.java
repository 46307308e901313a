// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/**
 * An aligned window and what was true of it: one example to learn from.
 *
 * @param split as in {@link Label}
 * @param group as in {@link Label}
 */
public record LabelledWindow(
    AlignedWindow window, Label.Target target, String split, String group) {

  /** What no split may cut: the named group, else the stream. */
  public String groupOrStream() {
    return group.isEmpty() ? window.id().stream().value() : "group " + group;
  }
}
