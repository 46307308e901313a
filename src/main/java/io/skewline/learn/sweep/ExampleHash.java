// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.PooledModality;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** SHA-256 of examples and settings, 64 hex digits. One thread. */
final class ExampleHash {
  private final MessageDigest digest;

  private ExampleHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static String of(List<LabelledWindow> examples, List<AlignedWindow> reported) {
    ExampleHash hash = new ExampleHash();
    for (LabelledWindow example : examples) {
      hash.add(example.target() + "|" + example.split() + "|" + example.group());
      hash.add(example.window());
    }
    hash.add("reported");
    reported.forEach(hash::add);
    return hash.hex();
  }

  static String of(Object... facts) {
    ExampleHash hash = new ExampleHash();
    for (Object fact : facts) {
      hash.add(fact.toString());
    }
    return hash.hex();
  }

  private void add(AlignedWindow window) {
    add(window.id().toString());
    new TreeMap<>(window.present())
        .forEach(
            (modality, pooled) -> {
              add(modality.name());
              add(pooled);
            });
  }

  private void add(PooledModality pooled) {
    LayerStack stack = pooled.layers();
    for (int i = 0; i < stack.size(); i++) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Integer.BYTES + stack.valuesAt(i).length * Float.BYTES);
      bytes.putInt(stack.indexAt(i)).asFloatBuffer().put(stack.valuesAt(i));
      digest.update(bytes.array());
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
