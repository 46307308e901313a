// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.encoder.Encoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A logistic regression on the top layers' activations, pooled by window: what a fusion has to
 * beat. Run by hand: {@code EncoderBaselines DATASET [MODALITY=DB]}.
 */
final class EncoderBaselines {
  private static final Logger LOG = LoggerFactory.getLogger(EncoderBaselines.class);

  private EncoderBaselines() {}

  record Row(Map<Modality, float[]> top, String label, boolean val) {}

  public static void main(String[] args) throws Exception {
    Map<Modality, Double> noise = new HashMap<>();
    for (int i = 1; i < args.length; i++) {
      String[] parts = args[i].split("=");
      noise.put(new Modality(parts[0]), Double.valueOf(parts[1]));
    }
    Dataset dataset =
        args[0].equals("generator")
            ? Datasets.generator(Datasets.Options.defaults())
            : TestData.open(args[0]);
    measure(dataset, noise);
  }

  static Map<String, Double> measure(Dataset dataset, Map<Modality, Double> noise)
      throws Exception {
    Path out = Files.createTempDirectory("encoders");
    List<ModalitySpec> specs =
        dataset.modalities().stream().map(m -> new ModalitySpec(m, 3, 64)).toList();
    long start = System.nanoTime();
    LOG.info("{}", EncoderFitting.fit(dataset, specs, out, 1, noise));
    LOG.info("{} fitted in {} s", dataset.name(), (System.nanoTime() - start) / 1_000_000_000);
    Map<Modality, Encoder> encoders = new HashMap<>();
    for (Modality modality : dataset.modalities()) {
      encoders.put(modality, Encoder.load(out.resolve(modality.name())));
    }
    long[] windows =
        dataset.name().equals("grid-av")
            ? new long[] {200_000, 240_000, 320_000, 400_000}
            : new long[] {dataset.windowMicros()};
    Map<String, Double> last = new HashMap<>();
    for (long window : windows) {
      List<Row> rows = rows(dataset, encoders, noise, window);
      long val = rows.stream().filter(Row::val).count();
      for (Modality modality : dataset.modalities()) {
        last.put(modality.name(), logistic(rows, List.of(modality)));
      }
      last.put("both", logistic(rows, dataset.modalities()));
      LOG.info("window {} ms, rows {} + {} val: {}", window / 1000, rows.size() - val, val, last);
    }
    return last;
  }

  private static List<Row> rows(
      Dataset dataset, Map<Modality, Encoder> encoders, Map<Modality, Double> noise, long window) {
    List<Row> rows = new ArrayList<>();
    Iterator<Item> items = dataset.items();
    boolean endless = dataset.spanMicros().isEmpty();
    for (int i = 0; items.hasNext() && (!endless || i < 1600); i++) {
      Item item = Noise.add(items.next(), noise, Seeds.random(77, i));
      for (Label label : item.labels()) {
        for (long w = label.startMicros() / window * window; w < label.endMicros(); w += window) {
          long overlap = Math.min(w + window, label.endMicros()) - Math.max(w, label.startMicros());
          Map<Modality, float[]> top = pooled(item, encoders, w, window);
          if (overlap * 2 > window && top.size() == encoders.size()) {
            boolean val = endless ? i >= 800 : label.split().equals("val");
            rows.add(new Row(top, label.className().orElseThrow(), val));
          }
        }
      }
    }
    return rows;
  }

  private static Map<Modality, float[]> pooled(
      Item item, Map<Modality, Encoder> encoders, long from, long window) {
    Map<Modality, float[]> sums = new HashMap<>();
    Map<Modality, Integer> counts = new HashMap<>();
    for (RawFrame frame : item.frames()) {
      if (frame.offsetMicros() >= from && frame.offsetMicros() < from + window) {
        Encoder encoder = encoders.get(frame.modality());
        LayerStack stack = encoder.encode(encoder.features().of(frame.signal()));
        float[] top = stack.layer(encoder.info().layers());
        float[] sum = sums.computeIfAbsent(frame.modality(), m -> new float[top.length]);
        counts.merge(frame.modality(), 1, Integer::sum);
        for (int k = 0; k < top.length; k++) {
          sum[k] += top[k];
        }
      }
    }
    sums.forEach(
        (m, sum) -> {
          for (int k = 0; k < sum.length; k++) {
            sum[k] /= counts.get(m);
          }
        });
    return sums;
  }

  private static float[] vector(Row row, List<Modality> modalities) {
    int size = modalities.stream().mapToInt(m -> row.top().get(m).length).sum();
    float[] out = new float[size];
    int at = 0;
    for (Modality modality : modalities) {
      float[] top = row.top().get(modality);
      System.arraycopy(top, 0, out, at, top.length);
      at += top.length;
    }
    return out;
  }

  /** Accuracy on the val rows; plain stochastic gradient, standardised inputs, L2. */
  static double logistic(List<Row> rows, List<Modality> modalities) {
    List<Row> train = new ArrayList<>(rows.stream().filter(r -> !r.val()).toList());
    List<String> labels = List.copyOf(new TreeSet<>(rows.stream().map(Row::label).toList()));
    int n = vector(train.get(0), modalities).length;
    double[] mean = new double[n];
    double[] scale = new double[n];
    for (Row row : train) {
      float[] x = vector(row, modalities);
      for (int i = 0; i < n; i++) {
        mean[i] += x[i] / train.size();
        scale[i] += x[i] * x[i] / train.size();
      }
    }
    for (int i = 0; i < n; i++) {
      scale[i] = 1 / Math.sqrt(Math.max(1e-4, scale[i] - mean[i] * mean[i]));
    }
    double[][] w = new double[labels.size()][n + 1];
    Random random = new Random(5);
    for (int epoch = 0; epoch < 40; epoch++) {
      java.util.Collections.shuffle(train, random);
      double rate = 0.01 / (1 + epoch * 0.2);
      for (Row row : train) {
        double[] x = scaled(vector(row, modalities), mean, scale);
        double[] p = softmax(w, x);
        p[labels.indexOf(row.label())] -= 1;
        for (int c = 0; c < w.length; c++) {
          for (int i = 0; i <= n; i++) {
            w[c][i] -= rate * (p[c] * x[i] + 1e-3 * w[c][i]);
          }
        }
      }
    }
    int right = 0;
    int all = 0;
    for (Row row : rows) {
      if (row.val()) {
        double[] p = softmax(w, scaled(vector(row, modalities), mean, scale));
        int best = 0;
        for (int c = 1; c < p.length; c++) {
          best = p[c] > p[best] ? c : best;
        }
        right += labels.get(best).equals(row.label()) ? 1 : 0;
        all++;
      }
    }
    return Math.round(1000.0 * right / all) / 1000.0;
  }

  private static double[] scaled(float[] x, double[] mean, double[] scale) {
    double[] out = new double[x.length + 1];
    for (int i = 0; i < x.length; i++) {
      out[i] = (x[i] - mean[i]) * scale[i];
    }
    out[x.length] = 1;
    return out;
  }

  private static double[] softmax(double[][] w, double[] x) {
    double[] p = new double[w.length];
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < w.length; c++) {
      for (int i = 0; i < x.length; i++) {
        p[c] += w[c][i] * x[i];
      }
      max = Math.max(max, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(p[c] - max);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }
}
