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
 * frames would go on in the new epoch. A session that a modality has left is retired in every case:
 * its stragglers are late and open no epoch, so two sessions never alternate.
 */
final class Sessions {
  private static final int REMEMBERED = 16;

  enum Change {
    NONE,
    JOINED,
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

  /**
   * @param inEpoch whether a frame of this modality was already seen in the running epoch: if so,
   *     its clock changes within the epoch, and even the opener's session begins a new one
   */
  Change see(int modality, String session, boolean inEpoch) {
    // First, for a modality may still be in a session that another one has retired.
    if (!session.isEmpty() && retired.contains(session)) {
      return Change.STALE;
    }
    if (session.isEmpty() || session.equals(current[modality])) {
      return Change.NONE;
    }
    String before = current[modality];
    current[modality] = session;
    if (before.isEmpty()) {
      return Change.JOINED;
    }
    retire(before);
    if (session.equals(opener) && !inEpoch) {
      return Change.JOINED;
    }
    opener = session;
    return Change.NEW_EPOCH;
  }

  private void retire(String session) {
    if (retired.contains(session)) {
      return;
    }
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
    for (String session : current) {
      if (!session.isEmpty()) {
        return session;
      }
    }
    return "";
  }
}
