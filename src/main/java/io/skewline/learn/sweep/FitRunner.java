// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs fits beside each other, as many as there are threads and memory, and keeps each as soon as
 * it is there. BLAS computes on the thread that calls it.
 */
final class FitRunner implements AutoCloseable {
  private static final long MEGABYTE = 1 << 20;

  private final Fitter fitter;
  private final FitStore store;
  private final SweepListener listener;
  private final int all;
  private final AtomicInteger done = new AtomicInteger();
  private final ExecutorService threads;
  private final int memory = (int) Math.max(1, Runtime.getRuntime().maxMemory() / 2 / MEGABYTE);
  private final Semaphore free = new Semaphore(memory, true);

  /**
   * @param bytes that the fit takes outside the heap, about
   */
  record Job(Contender contender, int number, long bytes) {}

  FitRunner(Fitter fitter, FitStore store, SweepListener listener, int threads, int all) {
    this.fitter = fitter;
    this.store = store;
    this.listener = listener;
    this.all = all;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "skewline-sweep");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Results in the order of the jobs; the first failure ends the run. */
  List<FitResult> run(List<Job> jobs) {
    List<Future<FitResult>> futures = new ArrayList<>();
    jobs.forEach(job -> futures.add(threads.submit(() -> result(job))));
    List<FitResult> results = new ArrayList<>();
    try {
      for (Future<FitResult> future : futures) {
        results.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sweep was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fit failed: " + e.getCause(), e.getCause());
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
    return results;
  }

  private FitResult result(Job job) throws InterruptedException {
    FitResult result = store.find(fitter.key(job.contender(), job.number())).orElse(null);
    if (result == null) {
      int needed = (int) Math.min(memory, 1 + job.bytes() / MEGABYTE);
      free.acquire(needed);
      try {
        result = fitter.fit(job.contender(), job.number());
      } finally {
        free.release(needed);
      }
      store.save(result);
    }
    listener.fitted(done.incrementAndGet(), all, job.contender().name());
    return result;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
