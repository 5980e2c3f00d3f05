package dev.telltale.web;

import static dev.telltale.web.StoredAudits.asked;
import static dev.telltale.web.StoredAudits.tell;
import static dev.telltale.web.WebServer.HTTP;
import static dev.telltale.web.WebServer.PATIENCE;
import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.schemas;
import static dev.telltale.web.WebServer.uri;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.pipeline.Audit;
import dev.telltale.testing.Bundles;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audits by REST, against a real broker; what coordinators write is written by the test. */
@ExtendWith(WebServer.class)
class AuditsApiTest {
  @Test
  void methodsAreListedWithTheirOptions() throws Exception {
    JsonNode method = json("/api/methods").at("/methods/0");
    assertThat(method.get("name").asText()).isEqualTo("counting");
    assertThat(method.at("/schema/properties/chunk/default").asInt()).isEqualTo(2);
    assertThat(method.at("/models/least").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsAskedForIsWorkedOutAndGivenToKafka() throws Exception {
    HttpResponse<String> answer = post("/api/audits", asked("{\"options\":{\"chunk\":3}}"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String id = new ObjectMapper().readTree(answer.body()).get("id").asText();
    assertThat(answer.headers().firstValue("Location")).contains("/api/audits/" + id);
    // No coordinator runs in this test: nobody but the request itself has told of it.
    schemas().check("Audit", get("/api/audits/" + id).body());
    assertThat(json("/api/audits/" + id).get("state").asText()).isEqualTo("requested");
    assertThat(get("/api/audits/" + id + "/report").statusCode()).isEqualTo(404);
    AuditCommand command =
        commands().stream().filter(one -> one.audit().equals(id)).findFirst().orElseThrow();
    assertThat(command.kind()).isEqualTo(AuditCommand.Kind.REQUEST);
    assertThat(command.title()).isEqualTo("counting on birds");
    assertThat(command.spec().at("/images/hash").asText()).matches("[0-9a-f]{16}");
    assertThat(command.spec().at("/images/directory").asText())
        .isEqualTo(WebServer.temp().resolve("birds").toRealPath().toString());
    assertThat(command.spec().at("/models/0/hash").asText()).isEqualTo(WebServer.BIRDS.hash());
    assertThat(command.spec().at("/options/chunk").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spec.method | {\"method\":\"guessing\"}",
        "spec.options.chunk | {\"options\":{\"chunk\":0}}",
        "spec.images.name | {\"images\":{\"name\":\"seals\"}}",
        "spec.images.subset | {\"images\":{\"name\":\"birds\",\"subset\":{\"split\":\"tset\"}}}",
        "spec.images.subset | {\"images\":{\"name\":\"birds\",\"subset\":{\"limit\":0}}}",
        "spec.images.task | {\"images\":{\"name\":\"birds\",\"task\":{\"target\":\"Male\"}}}",
        "spec.images.directory | {\"images\":{\"name\":\"etc\",\"directory\":\"/etc\"}}",
        "spec.models | {\"models\":[]}",
        "spec.models[0].name | {\"models\":[{\"name\":\"unknown\"}]}",
        "spec.models[0].directory | {\"models\":[{\"name\":\"etc\",\"directory\":\"/etc\"}]}",
        "spec.models[0].directory | {\"models\":[{\"name\":\"birds-p95\",\"directory\":\"/\\u0000\"}]}",
      })
  void whatIsWrongWithARequestIsToldByItsField(String field, String changes) throws Exception {
    for (String path : List.of("/api/audits", "/api/audits/estimate")) {
      HttpResponse<String> answer = post(path, asked(changes));
      assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(400);
      schemas().check("Problem", answer.body());
      JsonNode problem = new ObjectMapper().readTree(answer.body());
      assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("\n");
      // The contract itself refuses a limit of 0.
      if (!changes.contains("limit")) {
        assertThat(problem.path("field").asText()).isEqualTo(field);
      }
    }
  }

  @Test
  void whatIsDeclaredIsKnownByWhateverPathItIsNamed() throws Exception {
    Path links = Files.createDirectory(WebServer.temp().resolve("links"));
    Path birds =
        Files.createSymbolicLink(links.resolve("birds"), WebServer.temp().resolve("birds"));
    Path bundle = Files.createSymbolicLink(links.resolve("bundle"), Bundles.BIRDS.toRealPath());
    JsonNode status = json("/api/status");
    for (String path :
        List.of(
            bundle.toString(),
            Bundles.BIRDS.toString(),
            status.at("/models/0/directory").asText())) {
      ObjectNode changes = JsonNodeFactory.instance.objectNode();
      changes.putObject("images").put("name", "birds").put("directory", birds.toString());
      changes
          .putArray("models")
          .addObject()
          .put("name", WebServer.BIRDS.spec().name())
          .put("directory", path);
      HttpResponse<String> answer = post("/api/audits/estimate", asked(changes.toString()));
      assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    }
    assertThat(status.at("/dataSets/0/directory").asText())
        .isEqualTo(WebServer.temp().resolve("birds").toRealPath().toString());
  }

  @Test
  void theCostIsToldInUnitsAndByWhatWasMeasured() throws Exception {
    HttpResponse<String> answer = post("/api/audits/estimate", asked("{}"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    schemas().check("AuditEstimate", answer.body());
    JsonNode estimate = new ObjectMapper().readTree(answer.body());
    assertThat(estimate.at("/stages/0/units").asInt()).isEqualTo((WebServer.IMAGES + 1) / 2);
    assertThat(estimate.at("/stages/1/units").isNull()).isTrue();
  }

  @Test
  void timeIsPredictedWithItsUncertainty() {
    assertThat(AuditEstimate.time(10, 2, List.of())).isNull();
    AuditEstimate.Time once = AuditEstimate.time(10, 2, List.of(Math.log(3)));
    assertThat(once.expected()).isCloseTo(15, within(1e-9));
    assertThat(once.low()).isNull();
    // Two audits, of 2 and 8 seconds a unit: the mean of the logarithms is that of 4, their
    // standard deviation log 4 / sqrt 2; Student's t at 95 % with one degree of freedom is 6.3138.
    AuditEstimate.Time twice = AuditEstimate.time(5, 2, List.of(Math.log(2), Math.log(8)));
    double factor = Math.exp(6.313752 * Math.log(4) / Math.sqrt(2) * Math.sqrt(1.5));
    assertThat(twice.expected()).isCloseTo(12, within(1e-9));
    assertThat(twice.high()).isCloseTo(12 * factor, within(1e-3 * factor));
    assertThat(twice.low()).isCloseTo(12 / factor, within(1e-6));
  }

  @Test
  void timeIsPredictedFromAuditsOfTheSameModelsAndOptionsWhereThereAreSuch() {
    AuditSpec small = spec(2);
    List<Audit> known = List.of(measured(small, 10), measured(spec(50), 1000));
    assertThat(AuditEstimate.paces(small, known)).containsExactly(Math.log(1));
    assertThat(AuditEstimate.paces(spec(7), known)).containsExactly(Math.log(1), Math.log(100));
  }

  private static AuditSpec spec(int chunk) {
    return new AuditSpec(
        "counting",
        new AuditedImages("birds", "/birds", null, null, Task.OWN, Subset.ALL, false, null),
        List.of(new AuditedModel("demo", "/demo", "0123456789abcdef")),
        JsonNodeFactory.instance.objectNode().put("chunk", chunk));
  }

  /** An audit of ten units that took so long together. */
  private static Audit measured(AuditSpec spec, double seconds) {
    AuditProgress.Stage stage = new AuditProgress.Stage("count", 10, 10, 0);
    return new Audit(
        "audit",
        "An audit",
        spec,
        AuditState.COMPLETED,
        StoredAudits.ASKED,
        StoredAudits.ASKED,
        new AuditProgress(List.of(stage), 1, null, null, List.of(), List.of()),
        List.of(),
        null,
        null,
        null,
        null,
        seconds,
        List.of());
  }

  @Test
  void anAuditIsListedAndShownAsItsCoordinatorTells() throws Exception {
    tell("shown", State.RUNNING, null);
    await().atMost(PATIENCE).until(() -> get("/api/audits/shown").statusCode() == 200);
    schemas().check("Audit", get("/api/audits/shown").body());
    JsonNode one = json("/api/audits/shown");
    assertThat(one.at("/current/name").asText()).isEqualTo("count");
    assertThat(one.at("/current/done").asInt()).isEqualTo(4);
    assertThat(one.at("/log/0/what").asText()).isEqualTo("Asked for from 10.0.0.7");
    assertThat(ids("/api/audits")).contains("shown");
    assertThat(ids("/api/audits?state=running")).contains("shown");
    assertThat(ids("/api/audits?state=paused")).doesNotContain("shown");
    assertThat(ids("/api/audits?limit=1")).hasSize(1);
  }

  @Test
  void onlyWhatTheStateAllowsIsGivenToKafka() throws Exception {
    tell("running-1", State.RUNNING, null);
    tell("paused-1", State.PAUSED, null);
    tell("cancelled-1", State.CANCELLED, null);
    tell("failed-1", State.FAILED, null);
    tell("partly-1", State.COMPLETED, null, new AuditRecord.Aside("count", 3, "it broke", false));
    await().atMost(PATIENCE).until(() -> get("/api/audits/partly-1").statusCode() == 200);
    assertThat(post("/api/audits/running-1/pause", "").statusCode()).isEqualTo(202);
    assertThat(post("/api/audits/paused-1/resume", "").statusCode()).isEqualTo(202);
    assertThat(post("/api/audits/paused-1/cancel", "").statusCode()).isEqualTo(202);
    assertThat(post("/api/audits/partly-1/retry", "").statusCode()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> get("/api/audits/failed-1").statusCode() == 200);
    assertThat(post("/api/audits/failed-1/retry", "").statusCode()).isEqualTo(202);
    assertThat(delete("/api/audits/cancelled-1").statusCode()).isEqualTo(202);
    for (String path :
        List.of(
            "running-1/resume",
            "running-1/retry",
            "paused-1/pause",
            "cancelled-1/cancel",
            "cancelled-1/retry",
            "partly-1/pause")) {
      HttpResponse<String> answer = post("/api/audits/" + path, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(409);
      assertThat(new ObjectMapper().readTree(answer.body()).get("detail").asText())
          .startsWith("The audit " + path.substring(0, path.indexOf('/')) + " is ");
    }
    assertThat(delete("/api/audits/running-1").statusCode()).isEqualTo(409);
    assertThat(post("/api/audits/nothing/pause", "").statusCode()).isEqualTo(404);
    assertThat(
            commands().stream()
                .filter(one -> one.audit().endsWith("-1") && one.spec() == null)
                .map(one -> one.kind() + " " + one.audit()))
        .containsExactlyInAnyOrder(
            "PAUSE running-1",
            "RESUME paused-1",
            "CANCEL paused-1",
            "RETRY partly-1",
            "RETRY failed-1",
            "DELETE cancelled-1");
  }

  /** The member that is asked may be of another version than the one that made the report. */
  @Test
  void provenanceTellsTheVersionsThatMadeTheReport() throws Exception {
    String versions = "{\"versions\":{\"telltale\":\"0.0.7\"}}";
    tell(
        "aged",
        State.COMPLETED,
        StoredAudits.report(WebServer.artifacts(), new byte[] {1}),
        WebServer.artifacts().write(versions.getBytes(UTF_8)));
    await().atMost(PATIENCE).until(() -> get("/api/audits/aged").statusCode() == 200);
    assertThat(json("/api/audits/aged/provenance").toString()).isEqualTo(versions);
    assertThat(get("/api/audits/aged/report?format=html").body()).contains("0.0.7");
  }

  @Test
  void aReportComesOutOfTheStoreWithItsOwnPicturesAndNoOthers() throws Exception {
    byte[] picture = new byte[3_000_000];
    new Random(7).nextBytes(picture);
    String other = WebServer.artifacts().write("another audit's".getBytes(UTF_8));
    String report = StoredAudits.report(WebServer.artifacts(), picture);
    tell("reported", State.COMPLETED, report);
    tell("unreported", State.RUNNING, null);
    await().atMost(PATIENCE).until(() -> get("/api/audits/unreported").statusCode() == 200);
    JsonNode read = json("/api/audits/reported/report");
    JsonNode pictures = read.at("/sections/0/pictures");
    String base = "/api/audits/reported/pictures/";
    HttpResponse<byte[]> shown =
        HTTP.send(
            HttpRequest.newBuilder(uri(base + pictures.at("/0/artifact").asText())).build(),
            BodyHandlers.ofByteArray());
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(shown.body()).isEqualTo(picture);
    assertThat(get(base + other).statusCode()).isEqualTo(404);
    assertThat(get(base + report).statusCode()).isEqualTo(404);
    assertThat(get(base + pictures.at("/1/artifact").asText()).statusCode()).isEqualTo(404);
    assertThat(get("/api/audits/unreported/report").statusCode()).isEqualTo(404);
    assertThat(json("/api/audits/reported/provenance").at("/spec/method").asText())
        .as("of an audit that kept none")
        .isEqualTo("counting");
    assertThat(get("/api/audits/reported/report?format=html").body())
        .contains("There are 5.")
        .contains(Base64.getEncoder().encodeToString(picture))
        .endsWith("</html>\n");
    HttpResponse<byte[]> tables =
        HTTP.send(
            HttpRequest.newBuilder(uri("/api/audits/reported/report?format=csv")).build(),
            BodyHandlers.ofByteArray());
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(tables.body()))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("images.csv");
      assertThat(new String(zip.readAllBytes(), UTF_8)).isEqualTo("images\r\n5\r\n");
    }
    tell("lost", State.COMPLETED, "0".repeat(64));
    await().atMost(PATIENCE).until(() -> get("/api/audits/lost").statusCode() == 200);
    HttpResponse<String> lost = get("/api/audits/lost/report");
    assertThat(lost.statusCode()).isEqualTo(404);
    assertThat(lost.body()).contains("do all members share one?");
  }

  @Test
  void aModelThatWasMadeIsGivenAsAZipOfItsDirectory() throws Exception {
    byte[] weights = new byte[3_000_000];
    new Random(5).nextBytes(weights);
    String address = WebServer.artifacts().write(weights);
    Report.Bundle made =
        new Report.Bundle("birds", "0123", List.of(new Report.BundleFile("features.pt", address)));
    Report report = new Report("Training", List.of("Done."), List.of(), List.of(made));
    tell(
        "trained",
        State.COMPLETED,
        WebServer.artifacts().write(new ReportDocument(report, List.of()).json()));
    await().atMost(PATIENCE).until(() -> get("/api/audits/trained").statusCode() == 200);
    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri("/api/audits/trained/bundles/birds")).build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("birds.zip");
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("birds/features.pt");
      assertThat(zip.readAllBytes()).isEqualTo(weights);
      assertThat(zip.getNextEntry()).isNull();
    }
    assertThat(get("/api/audits/trained/bundles/gulls").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsKnownSoFarIsTheReportOfAnAuditThatIsNotCompleted() throws Exception {
    byte[] picture = new byte[500];
    new Random(8).nextBytes(picture);
    String partial =
        StoredAudits.report(
            WebServer.artifacts(), picture, new ReportDocument.Partial("count", 4, 10));
    for (State state : List.of(State.RUNNING, State.PAUSED, State.FAILED, State.CANCELLED)) {
      String id = "in-part-" + state.name().toLowerCase(Locale.ROOT);
      String path = "/api/audits/" + id;
      tell(id, state, partial);
      await().atMost(PATIENCE).until(() -> get(path).statusCode() == 200);
      assertThat(json(path).get("report").asText()).isEqualTo("partial");
      assertThat(json(path + "/report").at("/partial/done").asInt()).isEqualTo(4);
      String shown = json(path + "/report").at("/sections/0/pictures/0/artifact").asText();
      assertThat(get(path + "/pictures/" + shown).statusCode()).isEqualTo(200);
      HttpResponse<String> page = get(path + "/report?format=html");
      assertThat(page.body()).contains("4 of 10 units of the stage count");
      assertThat(page.headers().firstValue("Content-Disposition").orElseThrow())
          .contains(id + "-partial.html");
      assertThat(json(path + "/provenance").at("/spec/method").asText()).isEqualTo("counting");
    }
  }

  @Test
  void aDocumentComesOutOfTheStoreWithThePicturesThatItNames() throws Exception {
    byte[] strip = Files.readAllBytes(WebServer.temp().resolve("birds/images/000001.png"));
    String picture = WebServer.artifacts().write(strip);
    String weights = WebServer.artifacts().write("no picture".getBytes(UTF_8));
    String other = WebServer.artifacts().write("{}".getBytes(UTF_8));
    String document =
        "{\"class\":3,\"evidence\":{\"maps\":\"%s\",\"head\":\"%s\"}}".formatted(picture, weights);
    Report report =
        new Report(
            "Cues",
            List.of(),
            List.of(),
            List.of(),
            List.of(
                new Report.Document("classes", other),
                new Report.Document(
                    "class-3", WebServer.artifacts().write(document.getBytes(UTF_8)))));
    for (boolean finished : List.of(true, false)) {
      String id = finished ? "documented" : "documented-in-part";
      tell(
          id,
          finished ? State.COMPLETED : State.RUNNING,
          WebServer.artifacts()
              .write(
                  new ReportDocument(
                          report,
                          List.of(),
                          finished ? null : new ReportDocument.Partial("count", 4, 10))
                      .json()));
      String path = "/api/audits/" + id;
      await().atMost(PATIENCE).until(() -> get(path).statusCode() == 200);
      HttpResponse<String> answer = get(path + "/data/class-3");
      assertThat(answer.body()).isEqualTo(document);
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again =
          HTTP.send(
              HttpRequest.newBuilder(uri(path + "/data/class-3"))
                  .header("If-None-Match", tag)
                  .build(),
              BodyHandlers.ofString());
      assertThat(again.statusCode()).isEqualTo(304);
      HttpResponse<byte[]> shown =
          HTTP.send(
              HttpRequest.newBuilder(uri(path + "/pictures/" + picture)).build(),
              BodyHandlers.ofByteArray());
      assertThat(shown.headers().firstValue("Content-Type")).contains("image/png");
      assertThat(shown.body()).isEqualTo(strip);
      assertThat(get(path + "/pictures/" + weights).statusCode()).isEqualTo(404);
      assertThat(get(path + "/data/class-4").statusCode()).isEqualTo(404);
    }
    assertThat(get("/api/audits/" + WebServer.AUDIT + "/pictures/" + picture).statusCode())
        .as("of another audit")
        .isEqualTo(404);
  }

  @Test
  void theAuditedPicturesAreShownByTheirPlaces() throws Exception {
    String path = "/api/audits/" + WebServer.AUDIT + "/images/3";
    for (String size : List.of("96", "224", "full")) {
      HttpResponse<byte[]> answer =
          HTTP.send(
              HttpRequest.newBuilder(uri(path + "?size=" + size)).build(),
              BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-cache");
      RgbImage shown = Pictures.decode(answer.body());
      RgbImage whole =
          Pictures.decode(Files.readAllBytes(WebServer.temp().resolve("birds/images/000003.png")));
      assertThat(shown).isEqualTo(size.equals("full") ? whole : whole.fittedInto(edge(size)));
    }
    assertThat(get("/api/audits/" + WebServer.AUDIT + "/images/5").body()).contains("looks at 5");
    StoredAudits.tellOf("/etc", "outside");
    await().atMost(PATIENCE).until(() -> get("/api/audits/outside").statusCode() == 200);
    HttpResponse<String> refused = get("/api/audits/outside/images/0");
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).contains("--allowed-roots");
  }

  @Test
  void anAuditedPictureThatWasWrittenAnewIsSentAnew() throws Exception {
    URI address = uri("/api/audits/" + WebServer.AUDIT + "/images/4?size=96");
    HttpResponse<byte[]> first =
        HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
    HttpRequest asked =
        HttpRequest.newBuilder(address)
            .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow())
            .build();
    assertThat(HTTP.send(asked, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(304);
    Path file = WebServer.temp().resolve("birds/images/000004.png");
    byte[] before = Files.readAllBytes(file);
    FileTime at = Files.getLastModifiedTime(file);
    try {
      Files.write(file, Files.readAllBytes(file.resolveSibling("000003.png")));
      HttpResponse<byte[]> anew = HTTP.send(asked, BodyHandlers.ofByteArray());
      assertThat(anew.statusCode()).isEqualTo(200);
      assertThat(anew.body()).isNotEqualTo(first.body());
    } finally {
      Files.write(file, before);
      Files.setLastModifiedTime(file, at);
    }
  }

  private static int edge(String size) {
    return Integer.parseInt(size);
  }

  private static List<String> ids(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    json(path).get("audits").forEach(audit -> ids.add(audit.get("id").asText()));
    return ids;
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> delete(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(uri(path)).DELETE().build(), BodyHandlers.ofString());
  }

  /** Every command that Kafka has. */
  private static List<AuditCommand> commands() {
    List<AuditCommand> commands = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", WebServer.member().options().bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo one : consumer.partitionsFor(Topics.AUDIT_COMMANDS.name())) {
        partitions.add(new TopicPartition(one.topic(), one.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          commands.add(EventCodec.readAuditCommand(record));
        }
      }
    }
    return commands;
  }
}
