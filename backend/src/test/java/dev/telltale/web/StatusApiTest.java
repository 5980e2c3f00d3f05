package dev.telltale.web;

import static dev.telltale.web.WebServer.BIRDS;
import static dev.telltale.web.WebServer.PATIENCE;
import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server says of itself and of its cluster. */
@ExtendWith(WebServer.class)
class StatusApiTest {
  @Test
  void theStatusSaysWhoAnswers() throws Exception {
    JsonNode status = json("/api/status");
    assertThat(status.get("version").asText()).isEqualTo("1.2.3");
    assertThat(status.get("member").asText()).isEqualTo("web-1");
    assertThat(status.get("state").asText()).isEqualTo("ready");
    assertThat(status.at("/kafka/reachable").asBoolean()).isTrue();
    assertThat(status.at("/models/0/hash").asText()).isEqualTo(BIRDS.hash());
    assertThat(status.at("/dataSets/0/classes").size()).isEqualTo(2);
  }

  @Test
  void theAnsweringMemberComesFirst() throws Exception {
    worker("a-worker", 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              worker("a-worker", 1);
              JsonNode members = json("/api/members").get("members");
              assertThat(members.size()).isGreaterThanOrEqualTo(2);
              assertThat(members.at("/0/id").asText()).isEqualTo("web-1");
              assertThat(members.at("/0/self").asBoolean()).isTrue();
              assertThat(members.at("/1/worker/devices/0/name").asText()).isEqualTo("cpu-0");
            });
  }

  @Test
  void metricsTellOfRequestsAndOfScreenings() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/metrics").body())
                    .contains("vertx_http_server_requests_total")
                    .contains("telltale_images_scored{dataset=\"birds\"")
                    .contains("telltale_accuracy{")
                    .contains("telltale_mask_score{")
                    .contains("telltale_images_rejected{reason=\"not-json\"} 1"));
  }
}
