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

  private record Job(Contender contender, int number) {}

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

  /**
   * Fits each contender with the seeds of some numbers; the first failure ends the run.
   *
   * @param from first number
   * @param to behind the last
   * @param into what they come to, in the order of the contenders
   */
  void run(List<? extends Contender> contenders, int from, int to, Fits into) {
    List<Job> jobs = new ArrayList<>();
    for (Contender contender : contenders) {
      for (int number = from; number < to; number++) {
        jobs.add(new Job(contender, number));
      }
    }
    List<FitResult> results = results(jobs);
    for (int i = 0; i < jobs.size(); i++) {
      into.add(jobs.get(i).contender(), results.get(i));
    }
  }

  private List<FitResult> results(List<Job> jobs) {
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
      int needed = (int) Math.min(memory, 1 + fitter.bytes(job.contender()) / MEGABYTE);
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
