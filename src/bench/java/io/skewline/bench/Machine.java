// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a number was measured on. */
public final class Machine {
  private Machine() {}

  public static Map<String, Object> describe() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("heapBytes", Runtime.getRuntime().maxMemory());
    all.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    all.put("jvmOptions", ManagementFactory.getRuntimeMXBean().getInputArguments());
    all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    all.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return all;
  }

  /** One line of it. */
  public static String line() {
    Map<String, Object> all = describe();
    return "%s cores, heap %d MB, %s, load average %.1f"
        .formatted(
            all.get("cores"),
            Runtime.getRuntime().maxMemory() >> 20,
            all.get("jvm"),
            (double) all.get("loadAverage"));
  }
}
