// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What the active models got right before anything was learnt from it, over event time, and how
 * long it took to get over a change. Answers come in any order: streams are not heard at the same
 * pace. Safe for many threads.
 */
public final class LearningCurve {
  /** The rate is that of so many last answers: with 100 its standard error is at most 0.05. */
  static final int WINDOW = 100;

  /** Recovered is who has made good so much of the fall that it makes good at all. */
  private static final double MOST = 0.9;

  private final List<Answered> answers = new ArrayList<>();

  /** Event time in microseconds since the Unix epoch, as in {@link Point}. */
  private record Answered(long micros, boolean hit, long version, boolean drift) {}

  /**
   * @param micros event time, microseconds since the Unix epoch
   * @param rate share of hits among the last answers
   * @param version of the model that answered
   * @param drift whether the detector said so here
   */
  private record Point(long micros, double rate, long version, boolean drift) {
    private Point since(long zero) {
      return new Point(micros - zero, rate, version, drift);
    }

    private double seconds() {
      return micros / 1e6;
    }
  }

  /**
   * How the change was got over; moments in seconds of event time since the change.
   *
   * @param before rate at the change
   * @param lowest rate after it
   * @param end rate at the end
   * @param noticed when the detector first said so
   * @param swapped when a model that is new since then first answered
   * @param recovered when nine tenths of the way from lowest to end were made good
   */
  public record Recovery(
      double before,
      double lowest,
      double end,
      Optional<Double> noticed,
      Optional<Double> swapped,
      Optional<Double> recovered) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "hits %.3f before the change, %.3f at the lowest, %.3f at the end; drift noticed after %s,"
              + " new model after %s, recovered after %s",
          before,
          lowest,
          end,
          seconds(noticed),
          seconds(swapped),
          seconds(recovered));
    }

    private static String seconds(Optional<Double> moment) {
      return moment.map(s -> String.format(Locale.ROOT, "%.0f s", s)).orElse("(never)");
    }
  }

  /**
   * @param micros event time, microseconds since the Unix epoch
   */
  public synchronized void answered(long micros, boolean hit, long version, boolean drift) {
    answers.add(new Answered(micros, hit, version, drift));
  }

  /** By event time, of equal ones as they came. */
  private List<Point> points() {
    List<Point> points = new ArrayList<>(answers.size());
    Deque<Boolean> last = new ArrayDeque<>();
    int hits = 0;
    for (Answered answer :
        answers.stream().sorted(Comparator.comparingLong(Answered::micros)).toList()) {
      last.addLast(answer.hit);
      hits += answer.hit ? 1 : 0;
      if (last.size() > WINDOW) {
        hits -= last.removeFirst() ? 1 : 0;
      }
      double rate = (double) hits / last.size();
      points.add(new Point(answer.micros, rate, answer.version, answer.drift));
    }
    return points;
  }

  /**
   * Empty where there are too few answers on one side of the change.
   *
   * @param changeMicros event time at which the stream changed
   */
  public synchronized Optional<Recovery> recovery(long changeMicros) {
    List<Point> points = points();
    List<Point> before = points.stream().filter(p -> p.micros <= changeMicros).toList();
    List<Point> after =
        points.stream()
            .filter(p -> p.micros > changeMicros)
            .map(p -> p.since(changeMicros))
            .toList();
    if (before.size() < WINDOW || after.size() < WINDOW) {
      return Optional.empty();
    }
    Point lowest = after.get(0);
    for (Point point : after) {
      lowest = point.rate < lowest.rate ? point : lowest;
    }
    Point reference = before.get(before.size() - 1);
    double end = after.get(after.size() - 1).rate;
    double enough = lowest.rate + MOST * (end - lowest.rate);
    List<Point> later = after.subList(after.indexOf(lowest), after.size());
    Optional<Double> noticed = first(after, Point::drift);
    return Optional.of(
        new Recovery(
            reference.rate,
            lowest.rate,
            end,
            noticed,
            noticed.flatMap(at -> swapped(after, at)),
            first(later, p -> p.rate >= enough)));
  }

  private static Optional<Double> swapped(List<Point> after, double seconds) {
    List<Point> since = after.stream().filter(p -> p.seconds() >= seconds).toList();
    return first(since, p -> p.version != since.get(0).version);
  }

  private static Optional<Double> first(List<Point> points, Predicate<Point> wanted) {
    return points.stream().filter(wanted).findFirst().map(Point::seconds);
  }

  /**
   * Writes the picture, and beside it a table of its points that ends in {@code .csv}.
   *
   * @param file ends in {@code .png}
   * @param zeroMicros event time that is called 0: of the change, or where there is none the start
   */
  public synchronized void write(Path file, String title, long zeroMicros) throws IOException {
    List<Point> moved = points().stream().map(p -> p.since(zeroMicros)).toList();
    Files.write(file, picture(title, moved).png());
    StringBuilder table = new StringBuilder("seconds,hit_rate,model_version,drift\n");
    for (Point p : moved) {
      table.append(
          String.format(Locale.ROOT, "%.3f,%.4f,%d,%b%n", p.seconds(), p.rate, p.version, p.drift));
    }
    Files.writeString(Path.of(file.toString().replaceFirst("\\.png$", "") + ".csv"), table);
  }

  private static Picture picture(String title, List<Point> points) {
    XYChart chart =
        Picture.curves(
            title, "seconds of event time, 0 is the change", "hits of the last " + WINDOW);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setXAxisDecimalPattern("0");
    for (long version : points.stream().map(Point::version).distinct().sorted().toList()) {
      add(chart, "model " + version, points.stream().filter(p -> p.version == version).toList())
          .setMarker(SeriesMarkers.NONE);
    }
    List<Point> drifts = points.stream().filter(Point::drift).toList();
    if (!drifts.isEmpty()) {
      add(chart, "drift noticed", drifts)
          .setMarker(SeriesMarkers.DIAMOND)
          .setLineStyle(SeriesLines.NONE);
    }
    return Picture.of("learning-curve", "", chart);
  }

  private static XYSeries add(XYChart chart, String name, List<Point> points) {
    return chart.addSeries(
        name,
        points.stream().mapToDouble(Point::seconds).toArray(),
        points.stream().mapToDouble(Point::rate).toArray());
  }
}
