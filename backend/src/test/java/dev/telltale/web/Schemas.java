package dev.telltale.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.Map;
import java.util.TreeMap;

/** The contract's schemas, held against what the server says. */
final class Schemas {
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonNode contract;

  Schemas(String document) throws JsonProcessingException {
    contract = new YAMLMapper().readTree(document);
  }

  /** Path to its GET operation; every operation of this contract is one. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    contract
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("get")) {
                operations.put(path.getKey(), path.getValue().get("get"));
              }
            });
    return operations;
  }

  /** The content that an operation promises for 200: media type and schema. */
  Map.Entry<String, JsonNode> promised(JsonNode operation) {
    JsonNode response = operation.at("/responses/200");
    if (response.has("$ref")) {
      response = contract.at(response.get("$ref").asText().substring(1));
    }
    return response.get("content").properties().iterator().next();
  }

  void check(String name, String json) {
    ObjectNode reference =
        JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    check(reference, json);
  }

  void check(JsonNode schema, String json) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", contract.get("components"));
    try {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(whole, STRICT)
                  .validate(new ObjectMapper().readTree(json)))
          .as(json.length() > 300 ? json.substring(0, 300) : json)
          .isEmpty();
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
