// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.topology.FusionApp;
import io.skewline.topology.Units;
import io.skewline.wire.RejectReason;
import java.util.function.Function;

/** Why a record was rejected. The rejected topic has the details. */
final class RejectSentences {
  private final FusionApp app;

  RejectSentences(FusionApp app) {
    this.app = app;
  }

  String of(RejectReason reason, Modality modality) {
    return what(reason, modality) + "; topic " + app.outputs().rejected() + " has the record";
  }

  private String what(RejectReason reason, Modality modality) {
    return switch (reason) {
      case NULL_KEY -> "the record had no key";
      case NULL_VALUE -> "the record had no value";
      case OVERSIZED ->
          "the record was longer than outputs.maxRecordBytes, %d bytes"
              .formatted(app.decode().maxRecordBytes());
      case NOT_AVRO -> "its value did not begin with byte 0 and a schema id";
      case UNKNOWN_SCHEMA -> "the registry did not know the schema it was written with";
      case WRONG_SCHEMA -> "it was written with a schema that is no ModalityFrame";
      case TRUNCATED -> "its bytes ended before the frame did, or went on after it";
      case WRONG_MODALITY -> "it was of another modality than its topic, which carries " + modality;
      case EMPTY_LAYERS -> "it carried no layer";
      case WRONG_LAYER ->
          "its layers did not increase within " + allowed(modality, s -> "1.." + s.layers());
      case WRONG_WIDTH ->
          "a layer had another number of values than " + allowed(modality, s -> "" + s.width());
      case NOT_A_NUMBER -> "a value was not a number";
      case INFINITE -> "a value was infinite";
      case NEGATIVE_TIME -> "its event time was before 1970";
      case FUTURE_TIME ->
          "it was stamped further ahead of the wall clock than align.maxAhead, %s"
              .formatted(Units.text(app.decode().maxAhead()));
      case BAD_FIELD -> "one of its fields was not allowed";
    };
  }

  private String allowed(Modality modality, Function<ModalitySpec, String> limit) {
    return app.specs().stream()
        .filter(s -> s.modality().equals(modality))
        .findFirst()
        .map(limit)
        .orElse("allowed");
  }
}
