package dev.telltale.web;

import static dev.telltale.web.WebServer.HTTP;
import static dev.telltale.web.WebServer.PATIENCE;
import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.key;
import static dev.telltale.web.WebServer.schemas;
import static dev.telltale.web.WebServer.type;
import static dev.telltale.web.WebServer.uri;
import static dev.telltale.web.WebServer.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer, good or bad, held to {@code openapi.yaml}. */
@ExtendWith(WebServer.class)
class ContractTest {
  @Test
  void everyPathAnswersAsTheContractSays() throws Exception {
    worker("worker-1", 3);
    await().atMost(PATIENCE).until(() -> json("/api/members").at("/members").size() == 2);
    String picture =
        json("/api/audits/" + WebServer.AUDIT + "/report")
            .at("/sections/0/pictures/0/artifact")
            .asText();
    for (Map.Entry<String, JsonNode> operation : schemas().operations().entrySet()) {
      String path =
          operation
              .getKey()
              .replace("{key}", key(0))
              .replace("{partition}", "0")
              .replace("{offset}", "0")
              .replace("{name}", "birds")
              .replace("{run}", WebServer.RUN)
              .replace("{id}", WebServer.AUDIT)
              .replace("{artifact}", picture)
              .replace("{place}", "0")
              .replaceFirst("/picture$", "/picture?id=images/000000.png")
              .replace("/export", "/export?format=jsonl");
      Map.Entry<String, JsonNode> promised = schemas().promised(operation.getValue());
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      if (path.endsWith("jsonl")) {
        assertThat(type(answer)).isEqualTo("application/jsonl");
        continue;
      }
      assertThat(type(answer)).as(path).isEqualTo(promised.getKey());
      if (promised.getKey().equals("application/json")) {
        schemas().check(promised.getValue(), answer.body());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, /api/images?limit=0",
    "400, /api/images?limit=501",
    "400, /api/images?limit=many",
    "400, /api/images?right=maybe",
    "400, /api/images?cursor=tomorrow",
    "400, /api/images/nonsense",
    "400, /api/images/KEY/overlay?opacity=2",
    "400, /api/images/KEY/original?width=1",
    "404, /api/images/00000000000000000000000000000000",
    "404, /api/images/00000000000000000000000000000000/original",
    "404, /api/images/MASKLESS/mask",
    "404, /api/images/GONE/original",
    "404, /api/images/GONE/overlay",
    "404, /api/data-sets/nothing/overview",
    "404, /api/data-sets/nothing/check",
    "404, /api/data-sets/birds/sheet?class=seal",
    "404, /api/data-sets/birds/picture?id=metadata.csv",
    "404, /api/data-sets/birds/picture?id=../birds/images/000000.png",
    "400, /api/data-sets/birds/picture",
    "404, /api/trainings/nothing",
    "400, /api/trainings/no%20name",
    "404, /api/audits/nothing",
    "404, /api/audits/nothing/report",
    "404, /api/audits/nothing/data/birds",
    "404, /api/audits/completed-1/data/gulls",
    "400, /api/audits/completed-1/data/.birds",
    "404, /api/audits/completed-1/images/5",
    "400, /api/audits/completed-1/images/-1",
    "400, /api/audits/completed-1/images/0?size=97",
    "400, /api/audits/completed-1/report?format=pdf",
    "400, /api/audits?state=sleeping",
    "404, /api/nothing",
    "404, /assets/missing.js",
    "404, /health/nothing",
    "426, /live",
  })
  void whatGoesWrongIsAProblemInWords(int status, String path) throws Exception {
    String asked = path.replace("KEY", key(0)).replace("MASKLESS", key(3)).replace("GONE", key(4));
    HttpResponse<String> answer = get(asked);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(type(answer)).isEqualTo("application/problem+json");
    schemas().check("Problem", answer.body());
    assertThat(new ObjectMapper().readTree(answer.body()).get("status").asInt()).isEqualTo(status);
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri("/api/status"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    schemas().check("Problem", answer.body());
  }
}
