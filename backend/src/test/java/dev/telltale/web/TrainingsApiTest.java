package dev.telltale.web;

import static dev.telltale.web.WebServer.HTTP;
import static dev.telltale.web.WebServer.PATIENCE;
import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.schemas;
import static dev.telltale.web.WebServer.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.kafka.Topics;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.TrainingReporter;
import dev.telltale.testing.Training;
import dev.telltale.train.TrainingProgress.State;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trainings as members tell of them, written by the writer that trainings use. */
@ExtendWith(WebServer.class)
class TrainingsApiTest {
  @Test
  void aTrainingIsListedWithWhereItStandsAndShownWithItsHistory() throws Exception {
    try (TrainingReporter reporter = WebServer.reporter()) {
      reporter.progressed(Training.running("listed", 3));
    }
    await().atMost(PATIENCE).until(() -> get("/api/trainings/listed").statusCode() == 200);
    JsonNode one = json("/api/trainings/listed");
    assertThat(one.get("state").asText()).isEqualTo("running");
    assertThat(one.get("history")).hasSize(3);
    assertThat(one.at("/last/epoch").asInt()).isEqualTo(3);
    assertThat(one.at("/current/epoch").asInt()).isEqualTo(4);
    assertThat(one.get("silent").asBoolean()).isFalse();
    assertThat(one.get("bundle").isNull()).isTrue();
    assertThat(one.get("diverged").asBoolean(true)).isFalse();
    schemas().check("Training", one.toString());
    JsonNode listed = null;
    for (JsonNode summary : json("/api/trainings").get("trainings")) {
      listed = summary.get("run").asText().equals("listed") ? summary : listed;
    }
    assertThat(listed).isNotNull();
    assertThat(listed.has("history")).isFalse();
  }

  @Test
  void aTrainingIsForgottenOnlyWhenItDoesNotRun() throws Exception {
    try (TrainingReporter reporter = WebServer.reporter()) {
      reporter.progressed(Training.running("forgotten", 1));
      await().atMost(PATIENCE).until(() -> get("/api/trainings/forgotten").statusCode() == 200);
      assertThat(delete("/api/trainings/forgotten", null)).isEqualTo(409);
      reporter.progressed(
          Training.progress("forgotten", State.FAILED, 1, null, null, "the loss is NaN", true));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> json("/api/trainings/forgotten").get("state").asText().equals("failed"));
    assertThat(json("/api/trainings/forgotten").get("diverged").asBoolean()).isTrue();
    assertThat(delete("/api/trainings/forgotten", "https://elsewhere.example")).isEqualTo(403);
    assertThat(delete("/api/trainings/forgotten", null)).isEqualTo(204);
    await().atMost(PATIENCE).until(() -> get("/api/trainings/forgotten").statusCode() == 404);
    assertThat(delete("/api/trainings/forgotten", null)).isEqualTo(404);
  }

  @Test
  void aRecordThatIsNoReportIsPassedOver() throws Exception {
    WebServer.send(
        List.of(new ProducerRecord<>(Topics.TRAININGS.name(), new byte[] {1}, new byte[] {2})));
    try (TrainingReporter reporter = WebServer.reporter()) {
      reporter.progressed(Training.finished("behind-it"));
    }
    await().atMost(PATIENCE).until(() -> get("/api/trainings/behind-it").statusCode() == 200);
  }

  @Test
  void everyMemberTellsTheSameAlsoOneThatComesLater() throws Exception {
    try (TrainingReporter reporter = WebServer.reporter()) {
      reporter.progressed(Training.finished("everywhere"));
    }
    await().atMost(PATIENCE).until(() -> get("/api/trainings/everywhere").statusCode() == 200);
    Member other =
        Member.join(
            WebServer.options(
                "web-2",
                WebServer.temp().resolve("second"),
                WebServer.member().options().bootstrap(),
                0));
    try {
      WebVerticle web =
          new WebVerticle(
              other,
              new WebOptions("127.0.0.1", 0, WebServer.temp().resolve("web"), Set.of()),
              "1.2.3");
      other.deploy(web);
      other.run();
      assertThat(of(web, "everywhere")).isEqualTo(json("/api/trainings/everywhere"));
      try (TrainingReporter reporter = WebServer.reporter()) {
        reporter.progressed(Training.finished("later"));
      }
      await().atMost(PATIENCE).until(() -> of(web, "later").path("state").asText().length() > 0);
      await().atMost(PATIENCE).until(() -> of(web, "later").equals(json("/api/trainings/later")));
    } finally {
      other.close();
    }
  }

  private static JsonNode of(WebVerticle web, String run) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + web.port() + "/api/trainings/" + run);
    HttpResponse<String> answer =
        HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    return new ObjectMapper().readTree(answer.body());
  }

  private static int delete(String path, @Nullable String origin) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).DELETE();
    if (origin != null) {
      request.header("Origin", origin);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
