package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.ReportDocument;
import dev.telltale.cli.AuditMethods;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitOutcome.Kind;
import dev.telltale.testing.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Trainings as audits on a real broker, with two members of this JVM, one of which leaves. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrainingAuditEngineTest {
  @TempDir private static Path temp;
  private static AuditHouse house;
  private static String home;

  @BeforeAll
  static void start() {
    home = System.setProperty("telltale.home", "..");
    new Waterbirds(0.5, 64, 9).write(temp.resolve("more-birds"), 240, done -> {});
    house = new AuditHouse(temp);
    house.member("one");
    house.member("two");
  }

  @AfterAll
  static void stop() {
    house.close();
    if (home == null) {
      System.clearProperty("telltale.home");
    } else {
      System.setProperty("telltale.home", home);
    }
  }

  @Test
  @Order(1)
  void numbersThatGrowBeyondAllBoundsFailTheAuditWithAdvice() {
    house.request(
        "diverging", spec("{'epochs':3,'optimizer':'sgd','lr':1e10,'schedule':'constant'}"));
    Audit audit = house.await("diverging", AuditState.FAILED);
    assertThat(audit.reason()).contains("the loss is").endsWith("try a lower lr than 1.0E10");
    assertThat(audit.aside()).isEmpty();
    assertThat(house.outcomes("diverging")).noneMatch(one -> one.kind() == Kind.THREW);
  }

  /** Paused in the middle of an epoch, then without the member that began with it. */
  @Test
  @Order(2)
  void whatIsGivenBackAndWhoeverLeavesItEndsInTheSameBytes() throws Exception {
    AuditSpec spec = spec("{'epochs':8,'stopOn':'val','flip':0.5,'name':'birds'}");
    house.request("surviving", spec);
    house.awaitDone("surviving", 2);
    house.command("surviving", AuditCommand.Kind.PAUSE);
    house.await("surviving", AuditState.PAUSED);
    house.command("surviving", AuditCommand.Kind.RESUME);
    house.awaitDone("surviving", 4);
    List<UnitOutcome> all = house.outcomes("surviving");
    String working = all.get(all.size() - 1).worker();
    house.leave(working);
    house.await("surviving", AuditState.COMPLETED);

    assertThat(house.report("surviving")).isEqualTo(house.sequential(spec));
    assertThat(house.outcomes("surviving").stream().filter(one -> one.kind() == Kind.DONE))
        .as("eight epochs, and the bundle")
        .hasSize(9);
    assertThat(ReportDocument.read(house.report("surviving")).report().bundles())
        .singleElement()
        .satisfies(bundle -> assertThat(bundle.name()).isEqualTo("birds"));
  }

  private static AuditSpec spec(String options) {
    AuditedImages images =
        new AuditedImages(
            "birds",
            temp.resolve("more-birds").toAbsolutePath().normalize().toString(),
            "waterbirds",
            null,
            Task.OWN,
            Subset.ALL,
            false,
            null);
    return new AuditSpec(
        "train", images, List.of(), AuditMethods.ALL.get("train").options(Json.object(options)));
  }
}
