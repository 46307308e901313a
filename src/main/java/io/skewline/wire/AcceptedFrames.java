// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.Frame;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.StreamEvent;

/**
 * Decodes records once more that the decode node has taken for frames before. The same is asked of
 * them, but that they be no longer ahead of the wall clock. Safe for many threads.
 */
public final class AcceptedFrames {
  private final DecodeSettings settings;
  private final Codec<StreamEvent> codec;

  public AcceptedFrames(DecodeSettings settings, Codecs codecs) {
    this.settings = settings;
    this.codec = codecs.frames();
  }

  /**
   * @throws WireException if the record is no such frame by today's settings
   * @throws RegistryAwayException if the registry cannot be reached
   */
  public Frame decode(String topic, byte[] key, byte[] value) throws WireException {
    ModalitySpec spec = settings.modalityByTopic().get(topic);
    settings.checkSize(value);
    StreamEvent event = codec.decode(topic, key, value);
    FrameChecks.check(event, spec, DecodeSettings.END_OF_TIME);
    if (event instanceof Frame frame) {
      return frame;
    }
    throw new WireException(RejectReason.EMPTY_LAYERS, "an end-of-stream marker");
  }
}
