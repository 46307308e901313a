// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that this thread asks for, on the heap and beside it. */
public final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocated() {}

  /** What is measured; may throw what it likes. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** Heap of this thread, freed or not, and the growth of direct buffers. */
  public static long by(Work work) {
    long thread = Thread.currentThread().getId();
    long direct = direct();
    long before = THREADS.getThreadAllocatedBytes(thread);
    try {
      work.run();
    } catch (Exception e) {
      // Refused: what that took is the question.
    }
    return THREADS.getThreadAllocatedBytes(thread) - before + Math.max(0, direct() - direct);
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
