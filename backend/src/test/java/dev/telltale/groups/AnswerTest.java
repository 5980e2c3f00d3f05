package dev.telltale.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.model.Activation;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Probabilities and losses against their definitions. */
class AnswerTest {
  @Property(tries = 200)
  void lossesAreThoseOfTheDefinition(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int classes) {
    Random random = new Random(seed);
    float[] logits = logits(random, classes);
    Set<Integer> truth = new TreeSet<>();
    int joined = 1 + random.nextInt(classes);
    for (int i = 0; i < joined; i++) {
      truth.add(random.nextInt(classes));
    }
    double all = 0;
    for (float logit : logits) {
      all += Math.exp(logit);
    }
    double right = 0;
    double squares = 0;
    double greatest = 0;
    for (int k = 0; k < classes; k++) {
      double p = Math.exp(logits[k]) / all;
      greatest = Math.max(greatest, p);
      right += truth.contains(k) ? p : 0;
      squares += truth.contains(k) ? 0 : p * p;
    }
    Answer answer = Answer.ofClasses(logits, truth, Activation.SOFTMAX);
    assertThat(answer.confidence()).isCloseTo(greatest, within(1e-9));
    assertThat(answer.logLoss()).isCloseTo(Math.max(0, -Math.log(right)), within(1e-9));
    assertThat(answer.brier()).isCloseTo(Math.pow(1 - right, 2) + squares, within(1e-9));
    assertThat(Math.exp(logits[answer.answer()]) / all).isEqualTo(greatest);
  }

  @Property(tries = 100)
  void oneAttributeIsAQuestionWithTwoAnswers(@ForAll long seed) {
    Random random = new Random(seed);
    float logit = (float) (8 * random.nextGaussian());
    int truth = random.nextInt(2);
    // A softmax over (0, logit) gives the sigmoid of the logit to the second.
    Answer asTwo = Answer.ofClasses(new float[] {0, logit}, Set.of(truth), Activation.SOFTMAX);
    Answer asOne = Answer.ofAttribute(logit, truth);
    assertThat(asOne.answer()).isEqualTo(asTwo.answer());
    assertThat(asOne.confidence()).isCloseTo(asTwo.confidence(), within(1e-9));
    assertThat(asOne.logLoss()).isCloseTo(asTwo.logLoss(), within(1e-9));
    assertThat(asOne.brier()).isCloseTo(asTwo.brier(), within(1e-9));
  }

  @Test
  void aProbabilityThatIsTooSmallForANumberHasAFiniteLoss() {
    Answer answer = Answer.ofClasses(new float[] {2000, -2000}, Set.of(1), Activation.SOFTMAX);
    assertThat(answer.logLoss()).isEqualTo(4000);
    assertThat(answer.brier()).isEqualTo(2);
    assertThat(Answer.ofAttribute(-3000, 1).logLoss()).isEqualTo(3000);
  }

  @Test
  void logitsThatAreNoFiniteNumbersAreNoAnswer() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThat(Answer.ofClasses(new float[] {1, bad, 0}, Set.of(0), Activation.SOFTMAX).answer())
          .isEqualTo(Answer.NONE);
      assertThat(Answer.ofAttribute(bad, 1).answer()).isEqualTo(Answer.NONE);
    }
  }

  @Test
  void withoutATruthThereIsAConfidenceAndNoLoss() {
    Answer answer = Answer.ofClasses(new float[] {0, 0}, Set.of(), Activation.SOFTMAX);
    assertThat(answer.confidence()).isEqualTo(0.5);
    assertThat(answer.logLoss()).isNaN();
    assertThat(Answer.ofAttribute(3, -1).brier()).isNaN();
  }

  @Test
  void aModelThatAnswersEachClassByItselfHasNoLosses() {
    Answer answer = Answer.ofClasses(new float[] {0, 2}, Set.of(1), Activation.SIGMOID);
    assertThat(answer.answer()).isEqualTo(1);
    assertThat(answer.confidence()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-12));
    assertThat(answer.logLoss()).isNaN();
  }

  private static float[] logits(Random random, int classes) {
    float[] logits = new float[classes];
    for (int k = 0; k < classes; k++) {
      logits[k] = (float) (4 * random.nextGaussian());
    }
    return logits;
  }
}
