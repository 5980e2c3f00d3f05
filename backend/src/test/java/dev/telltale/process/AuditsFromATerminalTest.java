package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.testing.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code telltale audit … --server}, against a member that does everything, and a real broker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditsFromATerminalTest {
  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static final int PORT = House.freePort();
  private static final String SERVER = "http://127.0.0.1:" + PORT;
  private static final Rest REST = new Rest(SERVER);

  private static House house;
  private static TelltaleProcess member;

  @BeforeAll
  static void start() {
    Path birds = Steps.birds(directory.resolve("birds"));
    house =
        new House(PROCESSES, directory, Map.of("birds", birds))
            .with(AuditsOnKafka.methods(directory.resolve("methods")));
    member = member().awaitReady();
  }

  @Test
  @Order(1)
  void anAuditIsAskedForPausedResumedCancelledAndDeleted() {
    TelltaleProcess detached = audit(steps(1000, 20, "--detach", "--title", "Mine"));
    String id = detached.awaitOut();
    ends(detached, 0);
    assertThat(detached.err()).singleElement(STRING).contains(id, "goes on", "--follow");
    TelltaleProcess listed = audit("list", "--state", "running");
    ends(listed, 0);
    assertThat(listed.out()).singleElement(STRING).startsWith(id).endsWith("Mine");

    says(audit("pause", id), 0, id + " is paused");
    says(audit("pause", id), 2, "telltale: The audit " + id + " is paused already.");
    says(audit("delete", id), 2, "telltale: The audit " + id + " is paused; cancel it first.");
    TelltaleProcess resumed = audit("resume", id);
    ends(resumed, 0);
    assertThat(resumed.err()).singleElement(STRING).matches(id + " is (requested|running)");
    says(audit("cancel", id), 0, id + " is cancelled");
    TelltaleProcess shown = audit("show", id);
    ends(shown, 0);
    assertThat(shown.out().get(0)).isEqualTo(id + ": Mine");
    assertThat(shown.out()).anyMatch(line -> line.startsWith("cancelled after "));
    says(audit("delete", id), 0, id + " is deleted");
    says(audit("show", id), 2, "telltale: There is no audit \"" + id + "\".");
  }

  @Test
  @Order(2)
  void anAuditIsFollowedToItsReportAndClonedWithChanges() throws Exception {
    TelltaleProcess followed = audit(steps(20, 1, "--follow", "--out", directory.resolve("out")));
    ends(followed, 0);
    assertThat(followed.out()).isNotEmpty();
    assertThat(followed.err()).anyMatch(line -> line.endsWith(" is completed"));
    assertThat(directory.resolve("out"))
        .isDirectoryContaining("glob:**report.html")
        .isDirectoryContaining("glob:**report.json")
        .isDirectoryContaining("glob:**tables.zip")
        .isDirectoryContaining("glob:**provenance.json");
    String id = REST.get("/api/audits").at("/audits/0/id").asText();
    TelltaleProcess cloned = audit("clone", id, "--option", "throwsAt=3", "--json");
    ends(cloned, 1);
    JsonNode outcome = new ObjectMapper().readTree(cloned.out().get(0));
    assertThat(outcome.get("state").asText()).isEqualTo("completed");
    assertThat(outcome.get("aside").asInt()).isEqualTo(1);
    JsonNode other = REST.get("/api/audits/" + outcome.get("audit").asText());
    assertThat(other.at("/spec/options/units").asInt()).isEqualTo(20);
    assertThat(other.at("/setAside/0/unit").asInt()).isEqualTo(3);
  }

  @Test
  @Order(3)
  void whoOnlyWatchesMayGoAndTheServerTooAndTheAuditGoesOn() {
    TelltaleProcess left = audit(steps(300, 40));
    await().atMost(TelltaleProcess.PATIENCE).until(() -> !left.err().isEmpty());
    String id = left.err().get(0).replaceFirst("Audit (\\S+):.*", "$1");
    await().atMost(TelltaleProcess.PATIENCE).until(() -> done(id) > 0);
    // As Ctrl-C, which programs ignore that were started in the background.
    left.signal("TERM");
    assertThat(left.awaitExit(TelltaleProcess.PATIENCE)).as(left.story()).isEqualTo(143);
    assertThat(left.err()).anyMatch(line -> line.contains("show " + id + " --follow --server"));
    assertThat(REST.get("/api/audits/" + id).get("state").asText()).isEqualTo("running");

    TelltaleProcess watching = audit("show", id, "--follow");
    await().atMost(TelltaleProcess.PATIENCE).until(() -> !watching.out().isEmpty());
    member.kill();
    await()
        .atMost(TelltaleProcess.PATIENCE)
        .until(() -> watching.err().stream().anyMatch(line -> line.contains("Still trying")));
    member = member();
    ends(watching, 0);
    assertThat(watching.err()).anyMatch(line -> line.equals(id + " is completed"));
  }

  @Test
  @Order(4)
  void whatCannotBeDoneIsSaidInOneLine() {
    fails(audit("steps", "--data", "seals", "--model", "birds-p95"), "there are birds");
    fails(audit("show", "nothing"), "There is no audit \"nothing\"");
    fails(audit("list", "--state", "lost"), "--state lost is none", "waiting-for-annotation");
    fails(PROCESSES.start("audit", "list", "--server", "nonsense"), "http://HOST:PORT");
    fails(PROCESSES.start("audit", "list", "--server", "http://127.0.0.1:1"), "does not answer");
    fails(PROCESSES.start("audit", "list", "--sever", SERVER), "--sever", "was --server meant?");
    fails(PROCESSES.start("audit", "steps", "--detach"), "--server");
  }

  private static TelltaleProcess member() {
    return house.member("all", "--port", PORT, "--cluster-port", 0);
  }

  private static Object[] steps(int units, int millis, Object... more) {
    List<Object> all = new ArrayList<>(List.of("steps", "--data", "birds", "--model", "birds-p95"));
    all.addAll(List.of("--option", "units=" + units, "--option", "millis=" + millis));
    all.addAll(List.of("--option", "throwsAt=-1", "--option", "people=false"));
    all.addAll(List.of("--option", "bytes=0"));
    all.addAll(List.of(more));
    return all.toArray();
  }

  /** {@code telltale audit …} of the member. */
  private static TelltaleProcess audit(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server", SERVER));
    return PROCESSES.start(all.toArray());
  }

  private static int done(String id) {
    return REST.get("/api/audits/" + id).at("/progress/stages/0/done").asInt();
  }

  private static void ends(TelltaleProcess process, int status) {
    assertThat(process.awaitExit(TelltaleProcess.PATIENCE)).as(process.story()).isEqualTo(status);
  }

  private static void says(TelltaleProcess process, int status, String line) {
    ends(process, status);
    assertThat(process.err()).as(process.story()).containsExactly(line);
  }

  private static void fails(TelltaleProcess process, String... words) {
    ends(process, 2);
    assertThat(process.err()).as(process.story()).singleElement(STRING).contains(words);
    assertThat(process.err().get(0)).startsWith("telltale: ");
    assertThat(process.out()).isEmpty();
  }
}
