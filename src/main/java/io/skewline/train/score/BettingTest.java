// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

/**
 * Whether hits have become rarer than they should be, by a test that may be looked at after every
 * single observation, as long as one likes, and still cries wolf with probability alpha at the most
 * while its claim is true: each observation is a hit with probability p or more, <em>whatever came
 * before it</em>. A mean of p is not enough. Observations that err together, as the windows of one
 * label do, break the claim, and false alarms are then many times alpha: they must be one
 * observation. Bad stretches beyond a label are not foreseen either.
 *
 * <p>It bets against the claim: a capital of 1 is spread over {@value #BETS} constant bets, and a
 * bet towards a rate q below p is multiplied by q/p at each hit and (1−q)/(1−p) at each miss. If
 * the claim is true, no bet can be expected to grow, so the capital reaches 1/alpha with
 * probability alpha at the most (Ville's inequality). This is the betting martingale of
 * Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86
 * (2024), section 4, with a mixture for the bet.
 *
 * <p>The capital depends on the counts alone, so they are all that must be kept.
 *
 * @param alpha of a false alarm, above 0, below 1
 */
record BettingTest(double alpha) {
  static final int BETS = 32;

  /**
   * The capital, as its logarithm.
   *
   * @param rate p, above 0, below 1
   */
  static double logCapital(long hits, long n, double rate) {
    double[] logs = new double[BETS];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < BETS; i++) {
      double towards = rate * (i + 0.5) / BETS;
      logs[i] =
          hits * Math.log(towards / rate) + (n - hits) * (Math.log1p(-towards) - Math.log1p(-rate));
      most = Math.max(most, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - most);
    }
    return most + Math.log(sum / BETS);
  }

  boolean alarms(long hits, long n, double rate) {
    return logCapital(hits, n, rate) >= -Math.log(alpha);
  }
}
