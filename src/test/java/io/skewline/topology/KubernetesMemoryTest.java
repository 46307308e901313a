// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Align's state finds room in the heap, the heap and tensors beside it in the process, that in the
 * pod.
 */
class KubernetesMemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path secrets;

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer"})
  void shouldFitIntoItsMemory(String name) throws IOException {
    String options =
        Manifests.container(name).getEnv().stream()
            .filter(e -> e.getName().equals("SKEWLINE_OPTS"))
            .map(EnvVar::getValue)
            .findAny()
            .orElseThrow();
    long heap = bytes(options, "-Xmx(\\d+[mg])");
    long process = bytes(options, "-Dorg.bytedeco.javacpp.maxphysicalbytes=(\\d+[mg])");
    Quantity limit = Manifests.container(name).getResources().getLimits().get("memory");
    assertThat(Manifests.container(name).getResources().getRequests())
        .containsEntry("memory", limit);
    // As much beside the heap as JavaCPP allows tensors by default; then threads and code.
    assertThat(process).isGreaterThanOrEqualTo(2 * heap + 512 * MIB);
    assertThat(limit.getNumericalAmount().longValueExact())
        .isGreaterThanOrEqualTo(process + 256 * MIB);
    // As `doctor` has it, should one processor have to hold all.
    int partitions = Integer.parseInt(Manifests.container("skewline-topics").getArgs().get(3));
    assertThat(StateEstimate.of(InPod.app(secrets), partitions).totalBytes())
        .isLessThan(heap * 7 / 10);
  }

  private static long bytes(String options, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(options);
    assertThat(found.find()).as("%s in %s", pattern, options).isTrue();
    return Pointer.parseBytes(found.group(1), 1);
  }
}
