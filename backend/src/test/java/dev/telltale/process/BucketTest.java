package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.testing.Bucket;
import dev.telltale.testing.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Audits that keep what is large in a bucket, on a server that speaks S3. */
class BucketTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static final Bucket BUCKET = new Bucket();
  private static House house;
  private static AuditsOnKafka audits;

  @BeforeAll
  static void start() {
    house =
        new House(PROCESSES, directory, Map.of())
            .with(AuditsOnKafka.methods(directory.resolve("methods")))
            .with(
                Map.of(
                    "TELLTALE_ALLOWED_ROOTS",
                    directory.toString(),
                    "AWS_ACCESS_KEY_ID",
                    Bucket.KEY,
                    "AWS_SECRET_ACCESS_KEY",
                    Bucket.SECRET,
                    "TELLTALE_S3_ENDPOINT",
                    BUCKET.endpoint().toString(),
                    "TELLTALE_S3_REGION",
                    "us-east-1"));
    audits = new AuditsOnKafka(house, directory.resolve("undisturbed"));
  }

  @AfterAll
  static void stop() {
    BUCKET.close();
  }

  @Test
  void anAuditGoesOnWhenItsBucketIsThereAgain() {
    Path birds = Steps.birds(directory.resolve("birds"));
    var spec = Steps.Plan.of(60, 40).of(100_000).spec(birds);
    TelltaleProcess member =
        house
            .member("all", "--port", 0, "--cluster-port", 0, "--artifacts", "s3://telltale/audits")
            .awaitReady();
    audits.request("bucket", spec);
    await().atMost(PATIENCE).until(() -> audits.done("bucket") >= 10);
    long before = audits.done("bucket");
    BUCKET.without(
        () ->
            await()
                .during(Duration.ofSeconds(8))
                .atMost(PATIENCE)
                .until(() -> audits.done("bucket") < before + 20));
    await().atMost(PATIENCE).until(() -> audits.completed("bucket"));

    AuditRecord audit = audits.audit("bucket").orElseThrow();
    assertThat(audit.aside()).isEmpty();
    assertThat(BUCKET.blobs().blobExists(Bucket.NAME, "audits/" + audit.report())).isTrue();
    assertThat(member.rest().bytes("/api/audits/bucket/report?format=json"))
        .isEqualTo(audits.undisturbed(spec));
    assertThat(directory.resolve("all/audits")).doesNotExist();
  }

  @Test
  void aBucketThatCannotBeUsedIsToldInOneLine() {
    TelltaleProcess none = house.member("none", "--artifacts", "s3://not-there/audits");
    TelltaleProcess form = house.member("form", "--artifacts", "s3:/telltale");
    TelltaleProcess directory = house.member("directory", "--artifacts", "somewhere");
    assertThat(none.awaitExit(PATIENCE)).isEqualTo(2);
    assertThat(none.err()).singleElement().asString().contains("there is no such bucket");
    assertThat(form.awaitExit(PATIENCE)).isEqualTo(2);
    assertThat(form.err()).singleElement().asString().contains("s3://BUCKET[/PREFIX]");
    assertThat(directory.awaitExit(PATIENCE)).isEqualTo(2);
    assertThat(directory.err()).singleElement().asString().contains("--s3-endpoint");
  }
}
