package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.Texts;
import dev.telltale.train.Objective.Attributes;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Columns;
import dev.telltale.train.Objective.Weighting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers weigh, derived again from the samples themselves. */
class LessonTest {
  @TempDir static Path shared;
  private static DataSet birds;
  private static TrainingData data;

  /** Of every third bird it is not known whether it flies. */
  private static TrainingData flying;

  @BeforeAll
  static void draw() throws InterruptedException {
    birds = DrawnBirds.draw(shared.resolve("birds"), 60, 0.7);
    data = new TrainingData(DrawnBirds.images(birds), null);
    Texts ids = new Texts();
    Column.Builder flies = new Column.Builder("flies", Column.NO_YES);
    Column.Builder sings = new Column.Builder("sings", Column.NO_YES);
    for (int i = 0; i < birds.samples().size(); i++) {
      ids.add(birds.samples().id(i));
      flies.add(i % 3 == 0 ? null : i % 3 == 1 && i % 2 == 0 ? "yes" : "no");
      sings.add(i % 3 == 0 && i % 2 == 0 ? null : i % 5 == 0 ? "yes" : "no");
    }
    SampleTable table =
        SampleTable.of(
            birds.root(),
            ids,
            null,
            null,
            List.of(flies.build(), sings.build()),
            List.of(),
            Regions.NONE);
    DataSet known = new DataSet("known", birds.root(), "test", table, List.of());
    flying = new TrainingData(DrawnBirds.images(known), null);
  }

  @Test
  void byGroupEachClassInEachPlaceWeighsTheSameInAll() {
    Lesson lesson = Lesson.of(new Classes(Weighting.by(Weighting.By.GROUP)), data);
    Map<String, Double> sums = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      Sample sample = birds.samples().get(i);
      sums.merge(
          sample.label() + sample.groups(),
          (double) lesson.learning().weights()[0][i],
          Double::sum);
    }
    assertThat(sums).hasSize(4);
    assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isCloseTo(15, within(1e-4)));
  }

  @Test
  void byClassAnImageWeighsTheMoreTheFewerThereAreOfItsClass() {
    Lesson lesson = Lesson.of(new Classes(Weighting.by(Weighting.By.CLASS)), data);
    long land =
        birds.samples().stream().filter(sample -> "landbird".equals(sample.label())).count();
    for (int i = 0; i < 60; i++) {
      double mine = "landbird".equals(birds.samples().label(i)) ? land : 60 - land;
      assertThat((double) lesson.learning().weights()[0][i]).isCloseTo(30 / mine, within(1e-5));
    }
  }

  @Test
  void givenWeightsAreThoseOfTheClassesAndOneElse() {
    Weighting weighting = new Weighting(Weighting.By.IMAGE, Map.of("waterbird", 3.0));
    Lesson lesson = Lesson.of(new Classes(weighting), data);
    for (int i = 0; i < 60; i++) {
      assertThat(lesson.learning().weights()[0][i])
          .isEqualTo("waterbird".equals(birds.samples().label(i)) ? 3f : 1f);
    }
  }

  @Test
  void anAttributeThatIsNotKnownWeighsNothing() {
    Lesson lesson = Lesson.of(new Attributes(List.of("flies", "sings"), Weighting.NONE), flying);
    for (int i = 0; i < 60; i++) {
      assertThat(lesson.learning().weights()[0][i]).isEqualTo(i % 3 == 0 ? 0f : 1f);
      assertThat(lesson.learning().weights()[1][i]).isEqualTo(i % 6 == 0 ? 0f : 1f);
    }
    assertThat(lesson.learning().usable()).as("those of which something is known").hasSize(50);
  }

  @Test
  void anImageWithoutALabelIsLeftOut() {
    DataSet told = flying.learning().dataSet().as(new Task("flies", null));
    TrainingData labelled = new TrainingData(images(told), null);
    Lesson lesson = Lesson.of(new Classes(Weighting.NONE), labelled);
    assertThat(lesson.learning().usable())
        .hasSize(40)
        .satisfies(places -> assertThat(places).doesNotContain(0, 3, 6, 9, 57));
    assertThat(lesson.names()).containsExactly("not flies", "flies");
  }

  @Test
  void anEncoderTakesAnImageOfWhichOneColumnIsKnown() {
    Lesson lesson = Lesson.of(new Columns(List.of("flies", "sings")), flying);
    assertThat(lesson.learning().usable()).hasSize(50);
    assertThat(lesson.outputs()).isEqualTo(4);
  }

  private static TrainingImages images(DataSet dataSet) {
    try {
      return DrawnBirds.images(dataSet);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
