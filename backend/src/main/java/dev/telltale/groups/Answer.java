package dev.telltale.groups;

import dev.telltale.model.Activation;
import java.util.Set;

/**
 * What a model answers to one image, and how far that is from the truth.
 *
 * @param answer the class of highest logit; of a question about one attribute 1 if it is there,
 *     else 0; {@link #NONE} where the logits are no finite numbers
 * @param confidence probability of the answer, in [0,1]
 * @param logLoss −log of the probability of the truth, in nats; NaN where the truth is not known or
 *     the probabilities are not of one whole
 * @param brier Σ over the answers of (probability − truth)², in [0,2] (Brier 1950); NaN as logLoss
 */
record Answer(int answer, double confidence, double logLoss, double brier) {
  static final int NONE = -1;

  private static final Answer REFUSED = new Answer(NONE, Double.NaN, Double.NaN, Double.NaN);

  /**
   * Of one class among several. Where the label joins several of the model's classes, these count
   * as one. A model that answers each class by itself gives no probabilities of one whole: its
   * losses are NaN.
   *
   * @param logits [K]
   * @param truth the classes that are right; empty if that is not known
   */
  static Answer ofClasses(float[] logits, Set<Integer> truth, Activation activation) {
    int best = 0;
    for (int k = 0; k < logits.length; k++) {
      if (!Float.isFinite(logits[k])) {
        return REFUSED;
      }
      best = logits[k] > logits[best] ? k : best;
    }
    if (activation == Activation.SIGMOID) {
      return new Answer(best, sigmoid(logits[best]), Double.NaN, Double.NaN);
    }
    double[] exp = new double[logits.length];
    double all = 0;
    for (int k = 0; k < logits.length; k++) {
      // Strict, here and below: the same bits on every processor.
      exp[k] = StrictMath.exp((double) logits[k] - logits[best]);
      all += exp[k];
    }
    if (truth.isEmpty()) {
      return new Answer(best, exp[best] / all, Double.NaN, Double.NaN);
    }
    double squares = 0;
    double right = 0;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < logits.length; k++) {
      double p = exp[k] / all;
      if (truth.contains(k)) {
        right += p;
        greatest = Math.max(greatest, logits[k]);
      } else {
        squares += p * p;
      }
    }
    double ofTruth = 0;
    for (int k : truth) {
      ofTruth += StrictMath.exp(logits[k] - greatest);
    }
    double logLoss =
        Math.max(0, logits[best] - greatest + StrictMath.log(all) - StrictMath.log(ofTruth));
    return new Answer(best, exp[best] / all, logLoss, (1 - right) * (1 - right) + squares);
  }

  /**
   * Of whether one attribute is there.
   *
   * @param logit of the attribute
   * @param truth 1 if it is there, 0 if not, negative if that is not known
   */
  static Answer ofAttribute(float logit, int truth) {
    if (!Float.isFinite(logit)) {
      return REFUSED;
    }
    int answer = logit >= 0 ? 1 : 0;
    double confidence = sigmoid(Math.abs(logit));
    if (truth < 0) {
      return new Answer(answer, confidence, Double.NaN, Double.NaN);
    }
    double against = truth == 1 ? -logit : logit;
    // log(1 + exp(a)), without overflow.
    double logLoss = Math.max(0, against) + StrictMath.log1p(StrictMath.exp(-Math.abs(against)));
    double wrong = sigmoid(against);
    return new Answer(answer, confidence, logLoss, 2 * wrong * wrong);
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + StrictMath.exp(-logit));
  }
}
