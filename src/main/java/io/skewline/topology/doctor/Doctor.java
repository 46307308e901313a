// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.FusionApp;
import io.skewline.topology.doctor.Finding.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs every check, whatever the others find, side by side and none for ever. */
public final class Doctor {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final FusionApp app;
  private final List<Check> checks;

  /**
   * @param outage for how long a restart may stay away and still find what it has not read
   */
  public Doctor(FusionApp app, Duration outage) {
    this.app = app;
    this.checks =
        List.of(
            new BrokerCheck(),
            new TopicsCheck(),
            new SettingsCheck(outage),
            new SizesCheck(),
            new RegistryCheck(),
            new ClocksCheck(),
            new MemoryCheck(),
            new ModelCheck(),
            new GroupCheck(),
            new AclCheck());
  }

  /** In the order of the checks; at least one of each. */
  public List<Finding> examine() throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(Doctor::thread);
    try (Cluster cluster = new Cluster(app, PATIENCE)) {
      Map<Check, Future<List<Finding>>> answers = new LinkedHashMap<>();
      Check broker = checks.get(0);
      Future<List<Finding>> first = threads.submit(() -> examine(broker, cluster));
      for (Check check : checks) {
        answers.put(
            check,
            check == broker
                ? first
                : threads.submit(
                    () ->
                        check.asksBroker() && failed(first.get())
                            ? skipped(check)
                            : examine(check, cluster)));
      }
      List<Finding> all = new ArrayList<>();
      for (Map.Entry<Check, Future<List<Finding>>> answer : answers.entrySet()) {
        all.addAll(answer(answer.getKey(), answer.getValue()));
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "skewline-doctor");
    thread.setDaemon(true);
    return thread;
  }

  private static boolean failed(List<Finding> findings) {
    return findings.stream().anyMatch(one -> one.level() == Level.FAILURE);
  }

  private static List<Finding> examine(Check check, Cluster cluster) {
    Findings found = new Findings(check.name());
    try {
      check.examine(cluster, found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      found.fail("cannot be told: " + message, "");
    }
    return found.all();
  }

  private static List<Finding> skipped(Check check) {
    Findings found = new Findings(check.name());
    found.skipped("not looked at, as the broker check failed");
    return found.all();
  }

  private static List<Finding> answer(Check check, Future<List<Finding>> answer)
      throws InterruptedException {
    Findings late = new Findings(check.name());
    try {
      return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      late.fail("no answer within " + LONGEST.toSeconds() + " s", "");
    } catch (ExecutionException e) {
      late.fail("cannot be told: " + e.getCause(), "");
    }
    return late.all();
  }
}
