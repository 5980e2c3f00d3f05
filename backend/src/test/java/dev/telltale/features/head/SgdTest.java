package dev.telltale.features.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.telltale.model.LinearHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdTest {
  private static final Device CPU = Device.cpu();

  @ParameterizedTest
  @CsvSource({
    "90, 5, 3, 32, 0.05, 0.9, 0",
    "64, 7, 2, 64, 0.2, 0, 0.1",
    "33, 1, 6, 10, 0.01, 0.5, 1",
    "20, 3, 2, 50, 1, 0.9, 0.01"
  })
  void itStepsAsItsDefinitionSays(
      int size, int channels, int classes, int batch, double lr, double momentum, double l2) {
    Examples examples = weighted(new RandomExamples(size, channels, classes, 1, size));
    LinearHead start = head(classes, channels, 3);
    Sgd.Options options = new Sgd.Options(lr, 4, batch, momentum, l2);
    List<int[]> orders = new ArrayList<>();
    Sgd.Order order = Sgd.Order.shuffled(size, 11);
    List<Sgd.Epoch> epochs = new ArrayList<>();
    LinearHead got =
        Sgd.fit(
            examples,
            start,
            options,
            epoch -> {
              orders.add(order.of(epoch).clone());
              return orders.get(epoch);
            },
            epochs::add,
            CPU);

    PlainRegression plain = new PlainRegression(start);
    double[][] velocity = new double[classes][channels];
    double[] biasVelocity = new double[classes];
    for (int epoch = 0; epoch < 4; epoch++) {
      int right = 0;
      for (int from = 0, i = 0; from < size; from += batch, i++) {
        int[] places = Arrays.copyOfRange(orders.get(epoch), from, Math.min(size, from + batch));
        for (int place : places) {
          right += plain.right(examples, place) ? 1 : 0;
        }
        double[][] gradient = new double[classes][channels];
        double[] biasGradient = new double[classes];
        double loss = plain.loss(examples, places, l2, gradient, biasGradient);
        assertThat(epochs.get(epoch).batchLoss()[i]).isCloseTo(loss, within(1e-4));
        for (int k = 0; k < classes; k++) {
          biasVelocity[k] = momentum * biasVelocity[k] + biasGradient[k];
          plain.bias[k] -= lr * biasVelocity[k];
          for (int c = 0; c < channels; c++) {
            velocity[k][c] = momentum * velocity[k][c] + gradient[k][c];
            plain.weight[k][c] -= lr * velocity[k][c];
          }
        }
      }
      assertThat(epochs.get(epoch).number()).isEqualTo(epoch + 1);
      assertThat(epochs.get(epoch).trainingAccuracy())
          .isCloseTo(right * 100.0 / size, within(1e-9));
    }
    assertSame(got, plain);
    assertSame(epochs.get(3).head(), plain);
  }

  @Test
  void weightsCountAsRepeatedExamples() {
    RandomExamples plain = new RandomExamples(6, 4, 2, 1, 1);
    double[] counts = {1, 2, 3, 1, 1, 2};
    int[] repeated = {0, 1, 1, 2, 2, 2, 3, 4, 5, 5};
    Sgd.Options whole = new Sgd.Options(0.1, 5, 100, 0.9, 0);
    LinearHead zero = Heads.zero(2, 4);
    LinearHead weighted =
        Sgd.fit(plain.weighted(counts), zero, whole, inOrder(6), epoch -> true, CPU);
    LinearHead again = Sgd.fit(plain.at(repeated), zero, whole, inOrder(10), e -> true, CPU);
    for (int k = 0; k < 2; k++) {
      assertThat(weighted.weight()[k]).containsExactly(again.weight()[k], within(1e-6f));
    }
    assertThat(weighted.bias()).containsExactly(again.bias(), within(1e-6f));
  }

  @Test
  void balancedClassesCountTheSameAndAMissingOneNothing() {
    Examples examples = new RandomExamples(60, 2, 2, 1, 5);
    double[] balance = examples.balance(3);
    double[] sums = new double[3];
    for (int i = 0; i < 60; i++) {
      sums[examples.label(i)] += balance[examples.label(i)];
    }
    assertThat(sums).containsExactly(new double[] {30, 30, 0}, within(1e-9));
    assertThat(examples.classWeighted(balance).weight(7)).isEqualTo(balance[examples.label(7)]);
  }

  @Test
  void theSameSeedGivesTheSameHeadAndAnotherSeedAnother() {
    Examples examples = new RandomExamples(200, 6, 3, 1, 2);
    LinearHead[] heads = new LinearHead[3];
    long[] seeds = {1, 1, 2};
    for (int i = 0; i < 3; i++) {
      heads[i] =
          Sgd.fit(
              examples,
              Heads.zero(3, 6),
              new Sgd.Options(0.05, 2, 16, 0.9, 0),
              Sgd.Order.shuffled(200, seeds[i]),
              epoch -> true,
              CPU);
    }
    assertThat(heads[0].weight()).isDeepEqualTo(heads[1].weight());
    assertThat(heads[0].weight()[0]).isNotEqualTo(heads[2].weight()[0]);
  }

  @Test
  void anOrderHoldsEachExampleOnceAndChangesFromEpochToEpoch() {
    Sgd.Order order = Sgd.Order.shuffled(50, 4);
    int[] first = order.of(0).clone();
    int[] second = order.of(1).clone();
    assertThat(first).isNotEqualTo(second);
    for (int[] one : List.of(first, second)) {
      assertThat(Arrays.stream(one).sorted().toArray()).isEqualTo(IntStream.range(0, 50).toArray());
    }
  }

  @Test
  void aGapIsOfBothEndsAndAHeadThatIsRightHasNone() {
    RandomExamples heldOut = new RandomExamples(8, 2, 2, 0.1, 3);
    boolean[] right = {true, true, true, false, true, false, false, false};
    SpuriousGap gap = new SpuriousGap(heldOut, new int[] {0, 1, 2, 3}, new int[] {4, 5, 6, 7});
    assertThat(gap.of(right)).isEqualTo(25 - 75);
    assertThat(gap.ends(right)).isEqualTo(50);
    LinearHead perfect =
        LogisticRegression.fit(
                heldOut,
                Heads.zero(2, 2),
                LogisticRegression.Options.DEFAULTS,
                (number, loss) -> {},
                CPU)
            .head();
    assertThat(gap.of(perfect, CPU)).isZero();
  }

  @Test
  void aFitThatIsLeftAndTakenUpIsTheSame() {
    Examples examples = new RandomExamples(70, 4, 3, 1, 8);
    Sgd.Options options = new Sgd.Options(0.1, 6, 16, 0.9, 0.01);
    Sgd.Order order = Sgd.Order.shuffled(70, 2);
    LinearHead whole = Sgd.fit(examples, Heads.zero(3, 4), options, order, epoch -> true, CPU);
    Sgd.State state = Sgd.State.before(Heads.zero(3, 4));
    while (state.epochs() < 6) {
      int before = state.epochs();
      state =
          Sgd.fit(
              examples,
              state,
              options,
              Sgd.Order.shuffled(70, 2),
              epoch -> epoch.number() < before + 2,
              CPU);
      assertThat(state.epochs()).isEqualTo(before + 2);
    }
    assertThat(state.head().weight()).isDeepEqualTo(whole.weight());
    assertThat(state.head().bias()).isEqualTo(whole.bias());
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Sgd.Options(0, 1, 1, 0, 0)).hasMessageContaining("learning rate");
    assertThatThrownBy(() -> new Sgd.Options(1, 0, 1, 0, 0)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> new Sgd.Options(1, 1, 1, 1, 0)).hasMessageContaining("momentum 1");
    assertThatThrownBy(() -> new Sgd.Options(1, 1, 1, 0, Double.NaN)).hasMessageContaining("l2");
    double infinite = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> new Sgd.Options(infinite, 1, 1, 0, 0)).hasMessageContaining("finite");
    assertThatThrownBy(() -> new Sgd.Options(1, 1, 1, 0, infinite)).hasMessageContaining("finite");
    assertThatThrownBy(() -> new LogisticRegression.Options(1, 1, infinite))
        .hasMessageContaining("finite");
  }

  @Test
  void aBatchOfMoreThanThereAreIsOfAll() {
    Examples examples = new RandomExamples(20, 3, 2, 1, 4);
    LinearHead[] heads = new LinearHead[2];
    int[] batches = {20, Integer.MAX_VALUE};
    for (int i = 0; i < 2; i++) {
      Sgd.Options options = new Sgd.Options(0.1, 2, batches[i], 0.9, 0);
      heads[i] = Sgd.fit(examples, Heads.zero(2, 3), options, inOrder(20), epoch -> true, CPU);
    }
    assertThat(heads[1].weight()).isDeepEqualTo(heads[0].weight());
    assertThat(heads[1].bias()).isNotEqualTo(Heads.zero(2, 3).bias());
  }

  private static void assertSame(LinearHead got, PlainRegression plain) {
    for (int k = 0; k < plain.bias.length; k++) {
      assertThat((double) got.bias()[k]).isCloseTo(plain.bias[k], within(1e-4));
      for (int c = 0; c < plain.weight[k].length; c++) {
        assertThat((double) got.weight()[k][c]).isCloseTo(plain.weight[k][c], within(1e-4));
      }
    }
  }

  static LinearHead head(int classes, int channels, long seed) {
    Random random = new Random(seed);
    LinearHead head = Heads.zero(classes, channels);
    for (int k = 0; k < classes; k++) {
      head.bias()[k] = (float) random.nextGaussian();
      for (int c = 0; c < channels; c++) {
        head.weight()[k][c] = (float) random.nextGaussian();
      }
    }
    return head;
  }

  static Examples weighted(Examples examples) {
    Random random = new Random(9);
    return examples.weighted(random.doubles(examples.size(), 0.2, 3).toArray());
  }

  private static Sgd.Order inOrder(int size) {
    return epoch -> IntStream.range(0, size).toArray();
  }
}
