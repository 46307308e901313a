// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import static io.skewline.http.live.FakeSource.window;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {
  private final Board board = new Board();
  private final List<String> gone = new ArrayList<>();

  @Test
  void shouldKeepTheNewestWindowsOfAStream() {
    for (int i = 0; i < 2 * Board.WINDOWS; i++) {
      board.add(window("a", i * 1_000, 0), i, gone);
    }
    List<WindowShown> windows = board.streams().get(0).windows();
    assertThat(windows).hasSize(Board.WINDOWS);
    assertThat(windows.get(0).start()).isEqualTo(Board.WINDOWS * 1_000L);
  }

  @Test
  void shouldPutACorrectionInThePlaceOfWhatItCorrects() {
    board.add(window("a", 0, 0), 0, gone);
    board.add(window("a", 0, 1), 1, gone);
    assertThat(board.streams().get(0).windows())
        .extracting(WindowShown::revision)
        .containsExactly(1);
  }

  @Test
  void shouldCountStreamsThatItHasNoRoomForWhileAllOthersAreLive() {
    for (int i = 0; i < Board.STREAMS + 5; i++) {
      board.add(window("s" + i, 0, 0), i, gone);
      board.add(window("s" + i, 1_000, 0), i, gone);
    }
    assertThat(board.streams()).hasSize(Board.STREAMS);
    assertThat(board.others()).isEqualTo(5);
    assertThat(board.others()).isZero();
    assertThat(gone).isEmpty();
  }

  @Test
  void shouldMakeRoomByTheStreamThatHasBeenStillForLongest() {
    for (int i = 0; i < Board.STREAMS; i++) {
      board.add(window("s" + i, 0, 0), i, gone);
    }
    board.add(window("s0", 1_000, 0), 100, gone);
    assertThat(board.add(window("new", 0, 0), 60_000, gone)).isTrue();
    assertThat(gone).containsExactly("s1");
    assertThat(board.streams())
        .hasSize(Board.STREAMS)
        .extracting(Board.Stream::id)
        .contains("s0", "new");
  }
}
