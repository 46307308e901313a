// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.FrameOutcomes;
import io.skewline.avro.LabelledExample;
import io.skewline.avro.ModalityFrame;
import io.skewline.avro.ModelActivation;
import io.skewline.avro.ModelPart;
import io.skewline.avro.Rejection;
import org.apache.avro.Schema;

/** Whether a registry would take what is written here, subject by subject. Registers nothing. */
public final class SubjectProbe {
  private final SchemaRegistry registry;

  /** The kinds of records, each with its schema. */
  public enum Kind {
    FRAME(ModalityFrame.getClassSchema()),
    LABEL(io.skewline.avro.Label.getClassSchema()),
    PREDICTION(io.skewline.avro.Prediction.getClassSchema()),
    EXAMPLE(LabelledExample.getClassSchema()),
    REJECTION(Rejection.getClassSchema()),
    FRAME_END(FrameOutcomes.getClassSchema()),
    DECISION(io.skewline.avro.ModelDecision.getClassSchema()),
    SCORE(io.skewline.avro.ModelScore.getClassSchema()),
    MODEL_PART(ModelPart.getClassSchema(), true),
    MODEL_ACTIVATION(ModelActivation.getClassSchema(), true);

    private final Schema schema;
    private final boolean sharesItsTopic;

    Kind(Schema schema) {
      this(schema, false);
    }

    Kind(Schema schema, boolean sharesItsTopic) {
      this.schema = schema;
      this.sharesItsTopic = sharesItsTopic;
    }

    /** The file among {@code schemas/}. */
    public String file() {
      return schema.getName() + ".avsc";
    }
  }

  /** What a subject says to our schema. */
  public enum Answer {
    REGISTERED,
    /** To be registered with the first record. */
    NEW,
    /** Not there, and nobody here may register it. */
    MISSING,
    INCOMPATIBLE
  }

  public SubjectProbe(RegistrySettings settings) {
    this.registry = new SchemaRegistry(settings);
  }

  public String subject(String topic, Kind kind) {
    SubjectNames names = registry.subjects();
    return (kind.sharesItsTopic ? names.ofSharedTopic() : names)
        .subject(topic, kind.schema.getFullName());
  }

  /**
   * @throws RegistryAwayException if it does not answer
   * @throws IllegalStateException if it lets nobody ask
   */
  public Answer ask(String topic, Kind kind) {
    return registry.answer(subject(topic, kind), kind.schema);
  }
}
