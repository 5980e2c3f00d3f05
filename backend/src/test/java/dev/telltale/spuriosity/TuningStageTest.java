package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TuningStageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode RANKED = json("{'ranked': 2, 'untunable': null}");

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (Exception e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static SpuriosityOptions options(String text) {
    return SpuriosityOptions.of((ObjectNode) json(text));
  }

  private record Given(List<JsonNode> values) implements Results {
    @Override
    public int units() {
      return 99;
    }

    @Override
    public int missing() {
      return 99 - values.size();
    }

    @Override
    public Stream<Result> stream() {
      return values.stream().map(value -> new Result(0, value));
    }
  }

  @Test
  void eachTrialIsAChainOfAFewEpochsAndAllGoOnSideBySide() {
    StagePlan plan = TuningStage.plan(RANKED, options("{'trials': 2, 'epochs': 25}"));
    assertThat(plan.chains()).isEqualTo(6);
    assertThat(plan.units()).hasSize(18);
    for (int unit = 0; unit < 18; unit++) {
      JsonNode own = plan.units().get(unit);
      assertThat(own.get("epochs").intValue()).isEqualTo(10);
      int before = plan.before(unit);
      assertThat(before).isEqualTo(unit < 6 ? -1 : unit - 6);
      if (before >= 0) {
        assertThat(plan.units().get(before)).isEqualTo(own);
      }
    }
    assertThat(plan.units().subList(0, 6)).doesNotHaveDuplicates();
    // However many epochs: of each trial a hundred units at most.
    StagePlan long0 = TuningStage.plan(RANKED, options("{'trials': 1, 'epochs': 10000}"));
    assertThat(long0.units()).hasSize(300);
    assertThat(long0.units().get(0).get("epochs").intValue()).isEqualTo(100);
    assertThat(TuningStage.plan(json("{'ranked': 0, 'untunable': null}"), options("{}")).units())
        .isEmpty();
    assertThat(TuningStage.plan(json("{'ranked': 2, 'untunable': 'x'}"), options("{}")).units())
        .isEmpty();
  }

  @Test
  void inTheMiddleEveryCurveIsThereAndWhatHasEndedHasItsOutcome() {
    String curve =
        "{'set': '%s', 'trial': %d, 'curve': [{'epoch': %d, 'gap': 0.3, 'accuracy': 0.9}]%s}";
    String figure = "{'value': 0.1, 'low': 0, 'high': 0.2, 'n': 9}";
    String measured = "{'accuracy': %s, 'gap': %s, 'curve': []}".formatted(figure, figure);
    String outcome =
        ", 'outcome': {'images': 4, 'toppedUp': 0, 'epochs': 1, 'ended': 'closed', 'before': %s, 'after': %s, 'repaired': 0, 'broken': 0, 'repairedImages': [], 'brokenImages': []}"
            .formatted(measured, measured);
    List<JsonNode> units = new ArrayList<>();
    units.add(json(curve.formatted("LOW_SPURIOSITY", 0, 0, ", 'left': {}")));
    units.add(json(curve.formatted("RANDOM", 0, 0, ", 'left': {}")));
    units.add(json(curve.formatted("LOW_SPURIOSITY", 0, 1, outcome)));
    units.add(json(curve.formatted("RANDOM", 0, 1, ", 'left': {}")));
    units.add(json("{'set': 'LOW_SPURIOSITY', 'trial': 0, 'curve': []}"));
    JsonNode tunings = TuningStage.fold(new Given(units)).get("tunings");
    JsonNode document = new TuningDocument(options("{}"), json("{}"), tunings).json(RANKED);
    JsonNode low = document.at("/sets/0");
    assertThat(low.get("going")).isEmpty();
    assertThat(low.at("/trials/0/curve")).hasSize(2);
    assertThat(low.at("/trials/0/ended").textValue()).isEqualTo("closed");
    assertThat(document.at("/before/gap/value").doubleValue()).isEqualTo(.1);
    JsonNode random = document.at("/sets/1");
    assertThat(random.get("trials")).isEmpty();
    assertThat(random.at("/going/0/trial").intValue()).isEqualTo(1);
    assertThat(random.at("/going/0/curve/1/epoch").intValue()).isEqualTo(1);
    assertThat(document.at("/sets/2/going")).isEmpty();
    assertThat(document.has("worstGroup")).isFalse();
  }
}
