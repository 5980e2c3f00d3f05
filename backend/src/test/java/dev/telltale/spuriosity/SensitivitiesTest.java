package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.Results;
import dev.telltale.stats.Pearson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SensitivitiesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode head() throws Exception {
    return JSON.readTree(
        "{'top': [{'class': 0, 'feature': 7}, {'class': 1, 'feature': 3}]}".replace('\'', '"'));
  }

  private static String unit(int index, int model, int images, int... lostAndGained) {
    return "{'index':%d,'model':%d,'images':%d,'covered':2,'right':%d,'cells':[{'lost':%d,'gained':%d},{'lost':%d,'gained':%d},{'lost':%d,'gained':%d}]}"
        .formatted(
            index,
            model,
            images,
            images,
            lostAndGained[0],
            lostAndGained[1],
            lostAndGained[2],
            lostAndGained[3],
            lostAndGained[4],
            lostAndGained[5]);
  }

  private static Sensitivities of(int models, String... units) throws Exception {
    List<JsonNode> results = new ArrayList<>();
    for (String unit : units) {
      results.add(JSON.readTree(unit.replace('\'', '"')));
    }
    return Sensitivities.of(SensitivityStage.fold(new Listed(results, false)), head(), models);
  }

  /** Results at hand. */
  record Listed(List<JsonNode> values, boolean open) implements Results {
    @Override
    public int units() {
      return values.size();
    }

    @Override
    public int missing() {
      return 0;
    }

    @Override
    public Stream<Result> stream() {
      return IntStream.range(0, values.size()).mapToObj(i -> new Result(i, values.get(i)));
    }
  }

  @Test
  void allCellsAreAdjustedTogetherAndTheSurestComesFirst() throws Exception {
    Sensitivities got = of(1, unit(0, 0, 20, 0, 0, 10, 0, 1, 1), unit(1, 0, 20, 0, 6, 2, 2, 0, 0));
    assertThat(got.cells()).hasSize(6);
    List<Sensitivities.Cell> surest = got.surest().toList();
    assertThat(surest.get(0).index()).isZero();
    assertThat(surest.get(0).corruption()).isEqualTo(Corruption.BLUR);
    // Ten lost of ten that changed, among six tests.
    assertThat(surest.get(0).adjusted()).isCloseTo(2 * Math.pow(.5, 10) * 6, within(1e-12));
    assertThat(surest.get(0).measured().drop(.95).value()).isEqualTo(.5);
    assertThat(surest.get(1).index()).isEqualTo(1);
    assertThat(surest.get(1).measured().drop(.95).value()).isEqualTo(-.3);
    assertThat(surest.get(1).adjusted()).isCloseTo(2 * Math.pow(.5, 6) * 3, within(1e-12));
  }

  @Test
  void aRegionThatLeavesNothingAndAModelThatCannotBeAskedAreNamed() throws Exception {
    Sensitivities got =
        of(
            1,
            unit(0, 0, 0, 0, 0, 0, 0, 0, 0),
            "{'index':1,'model':0,'why':'it sees another part'}");
    assertThat(got.surest()).isEmpty();
    assertThat(got.cells().map(Sensitivities.Cell::why).distinct())
        .containsExactly("it is nowhere active beyond the core features", "it sees another part");
    assertThat(got.cells()).allMatch(cell -> Double.isNaN(cell.adjusted()));
  }

  @Test
  void modelsAreComparedOnTheCellsThatBothHave() throws Exception {
    Sensitivities got =
        of(
            2,
            unit(0, 0, 20, 0, 0, 4, 0, 8, 0),
            unit(0, 1, 20, 1, 0, 3, 0, 5, 0),
            unit(1, 0, 20, 9, 0, 0, 0, 0, 0),
            "{'index':1,'model':1,'why':'it sees another part'}");
    Pearson[][] pairs = got.correlations();
    assertThat(pairs[0][1].r()).isCloseTo(1, within(1e-12));
    assertThat(pairs[0][1].n()).isEqualTo(3);
    assertThat(pairs[1][0]).isEqualTo(pairs[0][1]);
    assertThat(pairs[0][0].n()).isEqualTo(6);
    Sensitivities still = of(2, unit(0, 0, 20, 0, 0, 0, 0, 0, 0), unit(0, 1, 20, 1, 0, 3, 0, 5, 0));
    assertThat(still.correlations()[0][1].r()).isNaN();
  }

  @Test
  void theOutcomeTellsWhetherMoreMayCome() {
    for (boolean open : new boolean[] {true, false}) {
      assertThat(SensitivityStage.fold(new Listed(List.of(), open)).get("open").booleanValue())
          .isEqualTo(open);
    }
  }

  @Test
  void aUnitThatWasSetAsideHasNoDropAndLeavesTheOthersAsTheyAre() throws Exception {
    Sensitivities got = of(2, unit(0, 0, 20, 9, 0, 0, 0, 0, 0), unit(1, 1, 20, 1, 0, 8, 0, 0, 0));
    assertThat(got.cells()).hasSize(6);
    assertThat(got.cell(0, 1, Corruption.GREY).why()).isEqualTo("it was set aside");
    assertThat(got.cell(1, 1, Corruption.BLUR).measured().change().lost()).isEqualTo(8);
    assertThat(got.surest(1).map(Sensitivities.Cell::measured).limit(3)).doesNotContainNull();
    assertThat(got.surest(1)).hasSize(6);
    assertThat(got.correlations()[0][1].n()).isZero();
  }
}
