// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.CalibrationBin;
import io.skewline.avro.ConfusionCell;
import io.skewline.fusion.ModelScore;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.Tally;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The scoreboard's records; the key is {@link ModelScore#key}. */
final class ModelScoreCodec implements Codec<ModelScore> {
  private final AvroFormat<io.skewline.avro.ModelScore> format;

  ModelScoreCodec(SchemaRegistry registry) {
    format = new AvroFormat<>(registry, io.skewline.avro.ModelScore.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, ModelScore score) {
    ScoreSlice slice = score.slice();
    Tally.Numbers n = score.tally().numbers();
    return format.encode(
        topic,
        io.skewline.avro.ModelScore.newBuilder()
            .setRole(slice.role().label())
            .setVersion(slice.version())
            .setHash(slice.hash())
            .setModalities(slice.modalities())
            .setOffset(slice.offset().label())
            .setDelay(slice.delay().label())
            .setPartition(score.partition())
            .setFirst(Instant.ofEpochMilli(score.firstMillis()))
            .setLast(Instant.ofEpochMilli(score.lastMillis()))
            .setPredictions(n.predictions())
            .setLabelled(n.labelled())
            .setHits(n.hits())
            .setContradicted(n.contradicted())
            .setUnlabelled(n.unlabelled())
            .setPaired(n.paired())
            .setWon(n.won())
            .setLost(n.lost())
            .setConfusion(
                score.tally().confusion().entrySet().stream()
                    .map(
                        e ->
                            new ConfusionCell(
                                e.getKey().truth(), e.getKey().predicted(), e.getValue()))
                    .toList())
            .setCalibration(
                score.tally().bins().stream()
                    .map(bin -> new CalibrationBin(bin.n(), bin.hits(), bin.confidence()))
                    .toList())
            .setCovered(n.covered())
            .setAbsoluteErrors(n.absolute())
            .setSquaredErrors(n.squares())
            .setLabels(n.labels())
            .setLabelHits(n.labelHits())
            .build());
  }

  @Override
  public ModelScore decode(String topic, byte[] key, byte[] value) throws WireException {
    io.skewline.avro.ModelScore score = format.decode(value);
    try {
      return new ModelScore(
          slice(score),
          score.getPartition(),
          score.getFirst().toEpochMilli(),
          score.getLast().toEpochMilli(),
          tally(score));
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, "score: " + e.getMessage());
    }
  }

  private static ScoreSlice slice(io.skewline.avro.ModelScore score) {
    return new ScoreSlice(
        ScoreSlice.Role.valueOf(score.getRole().toUpperCase(Locale.ROOT)),
        score.getVersion(),
        score.getHash(),
        score.getModalities(),
        ScoreSlice.Offset.valueOf(score.getOffset().toUpperCase(Locale.ROOT)),
        ScoreSlice.Delay.valueOf(score.getDelay().toUpperCase(Locale.ROOT)));
  }

  private static Tally tally(io.skewline.avro.ModelScore score) {
    Map<Tally.Cell, Long> confusion = new TreeMap<>();
    for (ConfusionCell cell : score.getConfusion()) {
      confusion.put(new Tally.Cell(cell.getTruth(), cell.getPredicted()), cell.getN());
    }
    return new Tally(
        new Tally.Numbers(
            score.getPredictions(),
            score.getLabelled(),
            score.getHits(),
            score.getContradicted(),
            score.getUnlabelled(),
            score.getPaired(),
            score.getWon(),
            score.getLost(),
            score.getCovered(),
            score.getAbsoluteErrors(),
            score.getSquaredErrors(),
            score.getLabels(),
            score.getLabelHits()),
        score.getCalibration().stream()
            .map(bin -> new Tally.Bin(bin.getN(), bin.getHits(), bin.getConfidence()))
            .toList(),
        confusion);
  }
}
