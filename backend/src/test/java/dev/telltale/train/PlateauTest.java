package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rates as torch's ReduceLROnPlateau made them (tools/training_fixture.py). */
class PlateauTest {
  private static final double FIRST = 0.05;

  static Stream<JsonNode> plateaus() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    Path file = Path.of("src/test/resources/training/plateau.json");
    new ObjectMapper().readTree(file.toFile()).forEach(all::add);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("plateaus")
  void theRateIsLoweredWhenPytorchLowersIt(JsonNode plateau) {
    ReduceOnPlateau reduce =
        new ReduceOnPlateau(plateau.get("factor").asDouble(), plateau.get("patience").asInt());
    List<Double> losses = new ArrayList<>();
    assertThat(reduce.rate(losses, FIRST)).isEqualTo(FIRST);
    for (int epoch = 0; epoch < plateau.get("losses").size(); epoch++) {
      losses.add(plateau.get("losses").get(epoch).asDouble());
      double want = plateau.get("rates").get(epoch).asDouble();
      assertThat(reduce.rate(losses, FIRST)).isCloseTo(want, within(want * 1e-12));
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new ReduceOnPlateau(1, 2)).hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> new ReduceOnPlateau(0.5, -1)).hasMessageContaining("patience");
  }
}
