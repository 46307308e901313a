// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Which producer session each modality of a stream is in.
 *
 * <p>Story: audio and video are both in s1. Audio comes with s2: a new epoch, opened by s2, and s1
 * is retired. Video still in s1: retired, so late. Video comes with s2: the opener's session, so it
 * joins the epoch. Had video been in a session v1 of its own, v1 would not be retired, and its
 * frames would go on in the new epoch.
 */
final class Sessions {
  private static final int REMEMBERED = 16;

  enum Change {
    NONE,
    STALE,
    NEW_EPOCH
  }

  /** Per modality; empty before its first named session. */
  final String[] current;

  final Deque<String> retired = new ArrayDeque<>();
  String opener = "";

  Sessions(int modalities) {
    current = new String[modalities];
    Arrays.fill(current, "");
  }

  Change see(int modality, String session) {
    if (session.isEmpty() || session.equals(current[modality])) {
      return Change.NONE;
    }
    if (retired.contains(session)) {
      return Change.STALE;
    }
    String before = current[modality];
    current[modality] = session;
    if (before.isEmpty() || session.equals(opener)) {
      return Change.NONE;
    }
    retire(before);
    opener = session;
    return Change.NEW_EPOCH;
  }

  private void retire(String session) {
    retired.addLast(session);
    if (retired.size() > REMEMBERED) {
      retired.removeFirst();
    }
  }

  /** The session to name in a window of this epoch. */
  String name() {
    if (!opener.isEmpty()) {
      return opener;
    }
    return Arrays.stream(current).filter(s -> !s.isEmpty()).findFirst().orElse("");
  }
}
