// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.FrameLayers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BundleAssemblyTest {
  private final Bundle bundle = TestModels.bundle(3, "", 25);

  private static BundleAssembly assembly(Bundle bundle, long size) throws BadBundleException {
    return new BundleAssembly(
        new Activation(Activation.Role.ACTIVE, bundle.hash(), 3, size, FrameLayers.ALL, "test"));
  }

  private BundlePart part(int index, int parts) {
    byte[] chunk = Arrays.copyOfRange(bundle.bytes(), 10 * index, Math.min(25, 10 * index + 10));
    return new BundlePart(bundle.hash(), 3, index, parts, chunk, Bundle.sha256(chunk));
  }

  private static byte[] encoded(BundlePart part) {
    return TestCodecs.parts().encode("models", part);
  }

  private static byte[] assemble(BundleAssembly assembly) throws BadBundleException {
    return assembly.assemble("models", TestCodecs.parts());
  }

  private BundleAssembly whole() throws BadBundleException {
    BundleAssembly assembly = assembly(bundle, 25);
    for (int i = 2; i >= 0; i--) {
      assembly.put(i, encoded(part(i, 3)));
    }
    return assembly;
  }

  @Test
  void shouldPutPartsTogetherInWhateverOrderTheyCame() throws Exception {
    assertThat(assemble(whole())).isEqualTo(bundle.bytes());
  }

  @Test
  void shouldNameThePartThatIsNotWhatWasPublished() throws Exception {
    BundleAssembly assembly = whole();
    BundlePart good = part(1, 3);
    assembly.put(1, encoded(new BundlePart(good.hash(), 3, 1, 3, new byte[10], good.sha256())));
    assertThatThrownBy(() -> assemble(assembly)).hasMessageContaining("hash-mismatch: part 1");
  }

  @Test
  void shouldNotBelieveAForgedPart() throws Exception {
    BundleAssembly assembly = whole();
    byte[] forged = new byte[10];
    assembly.put(1, encoded(new BundlePart(bundle.hash(), 3, 1, 3, forged, Bundle.sha256(forged))));
    assertThatThrownBy(() -> assemble(assembly)).hasMessageContaining("hash-mismatch: the whole");
  }

  @Test
  void shouldMissAPartThatWasTakenAway() throws Exception {
    BundleAssembly assembly = whole();
    assembly.put(2, null);
    assertThatThrownBy(() -> assemble(assembly)).hasMessageContaining("truncated: only 2 of its 3");
  }

  @Test
  void shouldRefusePartsThatDisagree() throws Exception {
    BundleAssembly assembly = whole();
    assembly.put(2, encoded(part(2, 4)));
    assertThatThrownBy(() -> assemble(assembly)).hasMessageContaining("disagree");
    BundleAssembly swapped = whole();
    swapped.put(0, encoded(part(1, 3)));
    assertThatThrownBy(() -> assemble(swapped)).hasMessageContaining("part 0 says it is");
    BundleAssembly unreadable = whole();
    unreadable.put(0, new byte[3]);
    assertThatThrownBy(() -> assemble(unreadable)).hasMessageContaining("unreadable");
  }

  @Test
  void shouldRefuseSizesThatAreNotTheBundles() throws Exception {
    for (long size : new long[] {0, -1, BundleAssembly.MAX_BYTES + 1}) {
      assertThatThrownBy(() -> assembly(bundle, size)).hasMessageContaining("size must be");
    }
    BundleAssembly longer = assembly(bundle, 26);
    BundleAssembly shorter = assembly(bundle, 24);
    for (int i = 0; i < 3; i++) {
      longer.put(i, encoded(part(i, 3)));
      shorter.put(i, encoded(part(i, 3)));
    }
    assertThatThrownBy(() -> assemble(longer)).hasMessageContaining("25 of 26 bytes");
    assertThatThrownBy(() -> assemble(shorter)).hasMessageContaining("exceed 24 bytes");
  }
}
