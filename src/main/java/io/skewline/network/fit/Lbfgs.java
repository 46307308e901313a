// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Minimises a smooth function by limited-memory BFGS with backtracking; deterministic. */
final class Lbfgs {
  private static final int HISTORY = 10;
  private static final int HALVINGS = 20;
  private static final double SUFFICIENT = 1e-4;
  private static final double TOLERANCE = 1e-5;

  /** A function and its gradient. */
  interface Objective {
    double at(double[] x, double[] gradient);
  }

  private final Objective objective;
  private final Deque<Step> history = new ArrayDeque<>();
  private final double[] x;
  private double[] gradient;
  private double value;
  private boolean done;

  Lbfgs(Objective objective, double[] start) {
    this.objective = objective;
    x = start.clone();
    gradient = new double[x.length];
    value = objective.at(x, gradient);
  }

  /** Where it is now; the array is written to by the next call. */
  double[] point() {
    return x;
  }

  /** Whether further steps would not help. */
  boolean done() {
    return done;
  }

  void iterate(int steps) {
    for (int i = 0; i < steps && !done; i++) {
      step();
    }
  }

  private void step() {
    double[] direction = direction();
    double slope = dot(direction, gradient);
    double length = history.isEmpty() ? 1 / Math.max(1, Math.sqrt(-slope)) : 1;
    double[] from = x.clone();
    double[] next = new double[x.length];
    for (int halving = 0; halving < HALVINGS; halving++, length /= 2) {
      for (int i = 0; i < x.length; i++) {
        x[i] = from[i] + length * direction[i];
      }
      double now = objective.at(x, next);
      if (now <= value + SUFFICIENT * length * slope) {
        done = value - now <= TOLERANCE * Math.max(1e-3, Math.abs(now));
        remember(from, next);
        value = now;
        gradient = next;
        return;
      }
    }
    System.arraycopy(from, 0, x, 0, x.length);
    done = true;
  }

  private void remember(double[] from, double[] nextGradient) {
    Step step = Step.between(from, x, gradient, nextGradient);
    if (step.curvature > 1e-12) {
      history.addLast(step);
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }
  }

  private double[] direction() {
    double[] d = new double[x.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = -gradient[i];
    }
    if (history.isEmpty()) {
      return d;
    }
    double[] shares = new double[history.size()];
    int n = shares.length;
    for (Iterator<Step> steps = history.descendingIterator(); steps.hasNext(); ) {
      Step step = steps.next();
      shares[--n] = dot(step.move, d) / step.curvature;
      add(d, -shares[n], step.turn);
    }
    Step last = history.getLast();
    double scale = last.curvature / dot(last.turn, last.turn);
    for (int i = 0; i < d.length; i++) {
      d[i] *= scale;
    }
    for (Step step : history) {
      add(d, shares[n++] - dot(step.turn, d) / step.curvature, step.move);
    }
    return d;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  /** How the point moved, and how the gradient turned. */
  private record Step(double[] move, double[] turn, double curvature) {
    static Step between(double[] from, double[] to, double[] before, double[] after) {
      double[] move = new double[from.length];
      double[] turn = new double[from.length];
      for (int i = 0; i < move.length; i++) {
        move[i] = to[i] - from[i];
        turn[i] = after[i] - before[i];
      }
      return new Step(move, turn, dot(move, turn));
    }
  }
}
