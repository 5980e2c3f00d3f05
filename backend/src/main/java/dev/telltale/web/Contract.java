package dev.telltale.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The REST contract, {@code openapi.yaml}. */
final class Contract {
  private Contract() {}

  /** The document as it is served. */
  static String document() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("openapi.yaml cannot be read", e);
    }
  }

  /**
   * The document as the router takes it. It validates requests only, yet refuses a contract whose
   * responses have media types that it could not validate: those are left out of its copy.
   */
  static JsonObject forRouter(String document) {
    try {
      JsonNode tree = new YAMLMapper().readTree(document);
      keepJsonOnly(tree);
      return new JsonObject(tree.toString());
    } catch (IOException e) {
      throw new IllegalStateException("openapi.yaml is not YAML", e);
    }
  }

  private static void keepJsonOnly(@Nullable JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.get("content") instanceof ObjectNode content) {
        content.retain("application/json");
        if (content.isEmpty()) {
          object.remove("content");
        }
      }
      object.forEach(Contract::keepJsonOnly);
    } else if (node != null) {
      node.forEach(Contract::keepJsonOnly);
    }
  }
}
