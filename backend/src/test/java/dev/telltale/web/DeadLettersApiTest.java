package dev.telltale.web;

import static dev.telltale.web.WebServer.HTTP;
import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters, read back and sent again. */
@ExtendWith(WebServer.class)
class DeadLettersApiTest {
  @Test
  void aDeadLetterIsReadBackWholeAndSentAgain() throws Exception {
    JsonNode letter = json("/api/dead-letters?reason=not-json").at("/deadLetters/0");
    assertThat(letter.get("sentence").asText()).isNotBlank();
    String path = "/api/dead-letters/" + letter.get("partition") + "/" + letter.get("offset") + "/";
    HttpResponse<String> payload = get(path + "payload");
    assertThat(payload.body()).hasSize(letter.get("bytes").asInt());

    HttpResponse<String> sent =
        HTTP.send(
            HttpRequest.newBuilder(uri(path + "retry")).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    assertThat(sent.statusCode()).isEqualTo(202);
    assertThat(new ObjectMapper().readTree(sent.body()).get("topic").asText())
        .isEqualTo("telltale.images");
    assertThat(get("/api/dead-letters/0/999999/payload").statusCode()).isEqualTo(404);
  }
}
