// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.Bundle;

/** A bundle as a file that other tools run: {@link OnnxExport}. */
public final class OnnxFile {
  private OnnxFile() {}

  /**
   * The bytes of an ONNX model.
   *
   * @param bundle the bytes of a bundle
   * @param naive with the formulas as they stand, instead of as few products as can be
   */
  public static byte[] of(byte[] bundle, boolean naive) throws BadBundleException {
    BundleContent content = BundleContent.read(bundle, Bundle.sha256(bundle));
    OnnxExport.Form form = naive ? OnnxExport.Form.NAIVE : OnnxExport.Form.FOLDED;
    return OnnxExport.whole(content.manifest(), content.hash(), content.parts(), form);
  }
}
