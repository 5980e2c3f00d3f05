package dev.telltale.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.telltale.kafka.event.CloudEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the AsyncAPI document against {@link Topics} and the schemas. */
class AsyncApiTest {
  private final JsonNode document = read();

  @Test
  void everyTopicIsAChannelWithItsPartitionsKeyAndConfiguration() {
    List<Topic> described = new ArrayList<>();
    for (JsonNode channel : document.at("/channels")) {
      JsonNode binding = channel.at("/bindings/kafka");
      assertThat(binding.at("/topic").asText()).isEqualTo(channel.at("/address").asText());
      JsonNode message = resolve(channel.at("/messages").iterator().next());
      described.add(
          new Topic(
              channel.at("/address").asText(),
              binding.at("/partitions").asInt(),
              message.at("/bindings/kafka/key/description").asText(),
              config(binding.at("/topicConfiguration"))));
    }
    assertThat(described).containsExactlyInAnyOrderElementsOf(Topics.ALL);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(10);
    for (JsonNode reference : references) {
      String target = reference.asText();
      if (target.startsWith("#")) {
        assertThat(document.at(target.substring(1)).isMissingNode()).as(target).isFalse();
      } else {
        assertThat(AsyncApiTest.class.getResource("/" + target)).as(target).isNotNull();
      }
    }
  }

  @Test
  void theTypesAreThoseThatAreSent() {
    assertThat(headerConst("imageHeaders")).isEqualTo(CloudEvents.IMAGE_TYPE);
    assertThat(headerConst("scoreHeaders")).isEqualTo(CloudEvents.SCORE_TYPE);
    assertThat(headerConst("trainingHeaders")).isEqualTo(CloudEvents.TRAINING_TYPE);
    assertThat(headerConst("auditCommandHeaders")).isEqualTo(CloudEvents.AUDIT_COMMAND_TYPE);
    assertThat(headerConst("auditHeaders")).isEqualTo(CloudEvents.AUDIT_TYPE);
    assertThat(headerConst("unitHeaders")).isEqualTo(CloudEvents.UNIT_TYPE);
    assertThat(headerConst("unitOutcomeHeaders")).isEqualTo(CloudEvents.UNIT_OUTCOME_TYPE);
    assertThat(document.at("/asyncapi").asText()).isEqualTo("3.0.0");
  }

  private String headerConst(String schema) {
    return document.at("/components/schemas/" + schema + "/properties/ce_type/const").asText();
  }

  private JsonNode resolve(JsonNode node) {
    return document.at(node.get("$ref").asText().substring(1));
  }

  private static Map<String, String> config(JsonNode node) {
    Map<String, String> config = new HashMap<>();
    node.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              config.put(entry.getKey(), value.isArray() ? value.get(0).asText() : value.asText());
            });
    return config;
  }

  private static JsonNode read() {
    try (var in = AsyncApiTest.class.getResourceAsStream("/asyncapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
