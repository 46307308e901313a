// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.Scored;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Predictions; the key is the stream id. */
final class PredictionCodec implements Codec<Prediction> {
  private final AvroFormat<io.skewline.avro.Prediction> format;

  PredictionCodec(SchemaRegistry registry) {
    format = new AvroFormat<>(registry, io.skewline.avro.Prediction.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, Prediction prediction) {
    WindowId window = prediction.window();
    Map<String, Long> offsets = new TreeMap<>();
    prediction.offsetsMicros().forEach((modality, offset) -> offsets.put(modality.name(), offset));
    return format.encode(
        topic,
        io.skewline.avro.Prediction.newBuilder()
            .setEpoch(window.epoch())
            .setStart(Times.micros(window.startMicros()))
            .setEnd(Times.micros(window.endMicros()))
            .setVerdict(prediction.verdict().label())
            .setReason(prediction.reason().label())
            .setUsed(names(prediction.used()))
            .setMissing(names(prediction.missing()))
            .setSilent(names(prediction.silent()))
            .setOffsets(offsets)
            .setTrigger(Instant.ofEpochMilli(prediction.triggerMillis()))
            .setScored(prediction.scored().map(PredictionCodec::toAvro).orElse(null))
            .setId(prediction.id())
            .setRevision(prediction.revision())
            .setFinal$(prediction.reason().isFinal())
            .build());
  }

  private static Scored toAvro(Prediction.Scored scored) {
    FusionScore score = scored.score();
    List<Float> scores = new ArrayList<>(score.scores().length);
    for (float value : score.scores()) {
      scores.add(value);
    }
    return Scored.newBuilder()
        .setLabels(scored.labels())
        .setScores(scores)
        .setBest(score.best())
        .setConfidence(score.confidence())
        .setLow(orNull(score.low()))
        .setHigh(orNull(score.high()))
        .setAgreement(orNull(score.agreement()))
        .setPlan(scored.plan())
        .setModelVersion(scored.modelVersion())
        .setModelHash(scored.modelHash())
        .build();
  }

  @Override
  public Prediction decode(String topic, byte[] key, byte[] value) throws WireException {
    StreamId stream = Keys.stream(key);
    io.skewline.avro.Prediction prediction = format.decode(value);
    try {
      return fromAvro(stream, prediction);
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, e.getMessage());
    }
  }

  private static Prediction fromAvro(StreamId stream, io.skewline.avro.Prediction p) {
    ClosingReason reason = ClosingReason.valueOf(p.getReason().toUpperCase(Locale.ROOT));
    if (p.getFinal$() != reason.isFinal()) {
      throw new IllegalArgumentException("final is " + p.getFinal$() + ", reason " + p.getReason());
    }
    Map<Modality, Long> offsets = new TreeMap<>();
    p.getOffsets().forEach((name, offset) -> offsets.put(new Modality(name), offset));
    return new Prediction(
        new WindowId(stream, p.getEpoch(), Times.micros(p.getStart()), Times.micros(p.getEnd())),
        Verdict.valueOf(p.getVerdict().toUpperCase(Locale.ROOT)),
        reason,
        modalities(p.getUsed()),
        modalities(p.getMissing()),
        modalities(p.getSilent()),
        offsets,
        p.getTrigger().toEpochMilli(),
        p.getRevision(),
        Optional.ofNullable(p.getScored()).map(PredictionCodec::fromAvro));
  }

  private static Prediction.Scored fromAvro(Scored scored) {
    float[] scores = new float[scored.getScores().size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = scored.getScores().get(i);
    }
    return new Prediction.Scored(
        scored.getLabels(),
        new FusionScore(
            scores,
            scored.getBest(),
            scored.getConfidence(),
            orNaN(scored.getLow()),
            orNaN(scored.getHigh()),
            orNaN(scored.getAgreement())),
        scored.getPlan(),
        scored.getModelVersion(),
        scored.getModelHash());
  }

  private static List<String> names(List<Modality> modalities) {
    return modalities.stream().map(Modality::name).toList();
  }

  private static List<Modality> modalities(List<String> names) {
    return names.stream().map(Modality::new).toList();
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
