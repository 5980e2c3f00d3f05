package dev.telltale.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.jackson.VertxModule;

/** Records to the JSON of the contract: component names as they are, instants in ISO 8601. */
final class WebJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new VertxModule())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private WebJson() {}

  static Buffer write(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of the contract does not serialise", e);
    }
  }
}
