package dev.telltale.screening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.screening.ScreeningMetrics.ClassRanks;
import dev.telltale.screening.ScreeningMetrics.Direction;
import dev.telltale.screening.ScreeningMetrics.Ranks;
import dev.telltale.screening.ScreeningMetrics.State;
import dev.telltale.spuriosity.SpuriosityReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningRanksTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final SpuriosityReference TWO = reference(2);
  private static final String ID = TWO.id();

  @Test
  void eachPredictedClassHasItsHistogramAndItsState() {
    RunningMetrics metrics = metrics(TWO);
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      metrics.fold(image(ID, 0, random.nextDouble(), i));
      metrics.fold(image(ID, 1, Math.sqrt(random.nextDouble()) / 2, i)); // mean 1/3
      metrics.fold(image(ID, 100, 0.99, i)); // of no class of the reference
    }
    Ranks ranks = metrics.snapshot(START).ranks();
    assertThat(ranks.reference()).isEqualTo(TWO.id());
    assertThat(ranks.ofClasses()).isEqualTo(2);
    assertThat(ranks.seen()).isEqualTo(2);
    assertThat(ranks.drifting()).isEqualTo(1);
    ClassRanks first = ranks.classes().get(0);
    assertThat(first.name()).as("those that drift come first").isEqualTo("class-1");
    assertThat(first.state()).isEqualTo(State.DRIFTING);
    assertThat(first.direction()).isEqualTo(Direction.LOWER);
    assertThat(first.since()).isBetween(START, START.plusSeconds(500));
    assertThat(first.mean().high()).isLessThan(0.5 - first.allowed());
    assertThat(first.counts().subList(10, 20)).containsOnly(0L);
    ClassRanks second = ranks.classes().get(1);
    assertThat(second.state()).isEqualTo(State.STEADY);
    assertThat(second.direction()).isNull();
    assertThat(second.n()).isEqualTo(3000);
    assertThat(second.counts()).hasSize(20).allMatch(count -> count > 100 && count < 200);
    assertThat(second.counts().stream().mapToLong(count -> count).sum()).isEqualTo(3000);
    assertThat(second.referenceImages()).isEqualTo(2000);
  }

  @Test
  void theEndsBelongToTheLastBins() {
    RunningMetrics metrics = metrics(TWO);
    for (double percentile : new double[] {0, 0.05, 0.9499999, 0.95, 1}) {
      metrics.fold(image(ID, 0, percentile, 0));
    }
    List<Long> counts = metrics.snapshot(START).ranks().classes().get(0).counts();
    assertThat(counts.subList(0, 2)).containsExactly(1L, 1L);
    assertThat(counts.subList(18, 20)).containsExactly(1L, 2L);
  }

  @Test
  void whatWasRankedAgainstAnotherReferenceDoesNotCount() {
    RunningMetrics metrics = metrics(TWO);
    metrics.fold(image(reference(3).id(), 0, 0.5, 0));
    assertThat(metrics.snapshot(START).ranks().classes()).isEmpty();
    assertThat(metrics.snapshot(START).scored()).isEqualTo(1);
  }

  @Test
  void withoutAReferenceOfTheModelThereAreNone() {
    assertThat(metrics(null).snapshot(START).ranks()).isNull();
    assertThat(new RunningMetrics("birds", "model", "other", TWO).snapshot(START).ranks()).isNull();
  }

  @Test
  void theSameOrderGivesTheSameAgain() {
    List<Observation> images = new ArrayList<>();
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      images.add(image(ID, i % 2, Math.pow(random.nextDouble(), 1 + i % 2), i));
    }
    RunningMetrics once = metrics(TWO);
    RunningMetrics again = metrics(TWO);
    images.forEach(once::fold);
    images.forEach(again::fold);
    assertThat(again.snapshot(START)).isEqualTo(once.snapshot(START));
  }

  @Test
  void ofManyClassesTheDriftingAndTheLargestAreTold() {
    SpuriosityReference many = reference(200);
    String id = many.id();
    RunningMetrics metrics = metrics(many);
    Random random = new Random(3);
    for (int c = 0; c < 200; c++) {
      for (int i = 0; i <= c; i++) {
        metrics.fold(image(id, c, random.nextDouble(), i));
      }
    }
    IntStream.range(0, 600).forEach(i -> metrics.fold(image(id, 7, 1, i)));
    Ranks ranks = metrics.snapshot(START).ranks();
    assertThat(ranks.seen()).isEqualTo(200);
    assertThat(ranks.classes()).hasSize(RunningRanks.MOST_CLASSES);
    assertThat(ranks.classes().get(0).name()).isEqualTo("class-7");
    assertThat(ranks.classes().get(1).name()).isEqualTo("class-199");
  }

  private static RunningMetrics metrics(SpuriosityReference reference) {
    return new RunningMetrics("birds", "model", "hash", reference);
  }

  private static Observation image(String reference, int predicted, double percentile, int second) {
    return new Observation(
        null,
        Map.of(),
        null,
        null,
        null,
        new Observation.Rank(predicted, percentile, reference),
        null,
        START.plusSeconds(second));
  }

  private static SpuriosityReference reference(int classes) {
    double[] quantiles = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
    return new SpuriosityReference(
        "model",
        "hash",
        IntStream.range(0, classes)
            .mapToObj(
                c ->
                    new SpuriosityReference.OfClass(
                        c,
                        "class-" + c,
                        new int[] {c},
                        new int[] {0},
                        new double[] {0},
                        new double[] {1},
                        quantiles,
                        2000))
            .toList());
  }
}
