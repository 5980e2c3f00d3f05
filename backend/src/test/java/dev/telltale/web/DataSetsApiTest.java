package dev.telltale.web;

import static dev.telltale.web.WebServer.HTTP;
import static dev.telltale.web.WebServer.IMAGES;
import static dev.telltale.web.WebServer.PATIENCE;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.schemas;
import static dev.telltale.web.WebServer.temp;
import static dev.telltale.web.WebServer.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.check.FaultKind;
import dev.telltale.kafka.event.RejectReason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data sets of a member, and the check that runs beside the web server. */
@ExtendWith(WebServer.class)
class DataSetsApiTest {
  private static final String CHECK = "/api/data-sets/birds/check";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aCheckIsStartedWatchedAndReadAndFindsWhatWasSpoilt() throws Exception {
    Path picture = temp().resolve("birds/images/000003.png");
    byte[] whole = Files.readAllBytes(picture);
    Files.write(picture, new byte[] {1, 2, 3});
    try {
      HttpResponse<String> started = send("POST", CHECK);
      assertThat(started.statusCode()).isEqualTo(202);
      schemas().check("DataCheckState", started.body());
      await().atMost(PATIENCE).until(() -> json(CHECK).get("state").asText().equals("done"));
    } finally {
      Files.write(picture, whole);
    }
    JsonNode check = json(CHECK);
    schemas().check("DataCheck", check.toString());
    assertThat(check.get("done").asInt()).isEqualTo(IMAGES);
    assertThat(check.at("/report/files/faultsByKind").toString())
        .isEqualTo("{\"unreadable-image\":1}");
    assertThat(check.at("/report/files/listedFaults/0/file").asText())
        .isEqualTo("images/000003.png");
    assertThat(check.get("checkedAt").asText())
        .isEqualTo(json("/api/data-sets").at("/dataSets/0/check/checkedAt").asText());
  }

  @Test
  void aListTellsWhatTheOverviewCounts() throws Exception {
    JsonNode listed = json("/api/data-sets").at("/dataSets/0");
    assertThat(listed.get("name").asText()).isEqualTo("birds");
    assertThat(listed.get("pictures").asInt()).isEqualTo(IMAGES);
    assertThat(listed.get("label").asText()).isEqualTo("bird");
    assertThat(listed.get("groups").toString()).isEqualTo("[\"place\"]");
    JsonNode overview = json("/api/data-sets/birds/overview");
    assertThat(overview.at("/groups/by").toString()).isEqualTo("[\"bird\",\"place\"]");
    int inClasses = 0;
    for (JsonNode one : overview.get("classes")) {
      inClasses += one.get("pictures").asInt();
    }
    assertThat(inClasses).isEqualTo(IMAGES);
  }

  /** A browser sends such a request without asking first. */
  @Test
  void aPageOfAnotherOriginStartsNothing() throws Exception {
    HttpResponse<String> refused =
        HTTP.send(
            HttpRequest.newBuilder(uri(CHECK))
                .header("Origin", "https://elsewhere.example")
                .method("POST", BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("elsewhere.example");
  }

  @Test
  void cancellingWhatDoesNotRunChangesNothing() throws Exception {
    await().atMost(PATIENCE).until(() -> !json(CHECK).get("state").asText().equals("running"));
    String before = json(CHECK).get("state").asText();
    HttpResponse<String> cancelled = send("DELETE", CHECK);
    assertThat(cancelled.statusCode()).isEqualTo(202);
    assertThat(JSON.readTree(cancelled.body()).get("state").asText()).isEqualTo(before);
    assertThat(send("POST", "/api/data-sets/nothing/check").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"picture?id=images/000001.png", "picture?id=images/000001.png&width=32", "sheet"})
  void aPictureIsSentAgainOnlyWhenItsFileChanged(String path) throws Exception {
    HttpResponse<byte[]> first = picture(path, null);
    assertThat(first.statusCode()).isEqualTo(200);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(first.body()));
    assertThat(image.getWidth())
        .isEqualTo(path.endsWith("32") ? 32 : path.startsWith("p") ? 64 : 6 + IMAGES * 166);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(picture(path, tag).statusCode()).isEqualTo(304);
    Path file = temp().resolve("birds/images/000001.png");
    var time = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    try {
      assertThat(picture(path, tag).statusCode()).isEqualTo(200);
    } finally {
      Files.setLastModifiedTime(file, time);
    }
  }

  /** A person who reads of a fault here finds the same word among the dead letters. */
  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void faultsHaveTheNamesOfDeadLetters(FaultKind kind) {
    Set<FaultKind> ours = EnumSet.of(FaultKind.METADATA, FaultKind.MASK_MISSING);
    assertThat(RejectReason.ofWire(kind.label()).isPresent()).isEqualTo(!ours.contains(kind));
  }

  /** The schema beside the command and that of the REST contract are one. */
  @Test
  void theSchemaOfTheReportIsThatOfTheContract() throws Exception {
    String contract = Contract.document();
    JsonNode schemas =
        new com.fasterxml.jackson.dataformat.yaml.YAMLMapper()
            .readTree(contract.replace("#/components/schemas/", "#/$defs/"))
            .at("/components/schemas");
    try (var in = getClass().getResourceAsStream("/schemas/data-check.schema.json")) {
      JsonNode defs = JSON.readTree(in).get("$defs");
      assertThat(defs.size()).isGreaterThan(8);
      defs.properties()
          .forEach(
              def ->
                  assertThat(JSON.valueToTree(schemas.get(def.getKey())).toString())
                      .as(def.getKey())
                      .isEqualTo(def.getValue().toString()));
    }
  }

  private static HttpResponse<String> send(String method, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<byte[]> picture(String path, @Nullable String tag) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/data-sets/birds/" + path));
    if (tag != null) {
      request.header("If-None-Match", tag);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }
}
