package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.Png;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.RejectReason;
import dev.telltale.kafka.event.Source;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.messages.DeviceJob;
import dev.telltale.pipeline.messages.DeviceResult;
import dev.telltale.pipeline.messages.DeviceResult.Known;
import dev.telltale.pipeline.messages.DeviceResult.Outcome;
import dev.telltale.pipeline.messages.DeviceResult.Rejected;
import dev.telltale.screening.Screener;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceWorkTest {
  private static final ModelBundle BIRDS = ModelBundle.read(Bundles.BIRDS);
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final int DRAWN = 6;

  @TempDir private static Path drawn;
  private static Classifier classifier;

  @TempDir private Path state;
  private ImageIndex index;
  private ArtifactStore artifacts;
  private JobReader reader;
  private DeviceWork work;

  @BeforeAll
  static void drawAndLoad() {
    new Waterbirds(0.5, 64, 77).write(drawn.resolve("birds"), DRAWN, done -> {});
    classifier = Classifier.load(BIRDS, Device.cpu());
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  @BeforeEach
  void setUp() throws IOException {
    KnownDataSet known =
        new KnownDataSet(
            "birds",
            drawn.resolve("birds").toRealPath(),
            "waterbirds",
            List.of("landbird", "waterbird"),
            ClassMap.identity(BIRDS.spec().classes()));
    Map<String, KnownDataSet> dataSets = Map.of("birds", known);
    index =
        ImageIndex.open(
            state.resolve("index.db"), "cluster", new ImageJudge(dataSets, BIRDS.hash()));
    artifacts = new ArtifactStore(state.resolve("artifacts"));
    Pictures pictures = new Pictures(dataSets, new AllowedRoots(List.of()), artifacts, 50_000_000);
    reader = new JobReader(BIRDS, pictures, index);
    work =
        new DeviceWork(
            "member-1",
            "cpu-0",
            BIRDS,
            new Screener(classifier, BIRDS.spec()),
            null,
            pictures,
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void closeIndex() {
    index.close();
  }

  @Test
  void aScoreSaysAllThatIsKnownOfTheImage() {
    ImageScore score = score(run(image(0, 3, 41)).get(0));
    assertThat(score.id()).isEqualTo("0");
    assertThat(score.model()).isEqualTo("birds-p95");
    assertThat(score.modelHash()).isEqualTo(BIRDS.hash());
    assertThat(score.label()).isEqualTo("landbird");
    assertThat(score.groups()).isEqualTo(Map.of("place", "land"));
    assertThat(score.predicted()).isEqualTo(BIRDS.spec().classes().get(score.predictedIndex()));
    assertThat(score.confidence()).isBetween(0.5, 1.0);
    assertThat(score.maskScore()).isBetween(0.0, 1.0);
    assertThat(score.uniformMaskScore()).isBetween(0.0, 1.0);
    assertThat(score.scoredAt()).isEqualTo(NOW);
    assertThat(score.source()).isEqualTo(new Source(3, 41));
    assertThat(score.member()).isEqualTo("member-1");
    assertThat(score.device()).isEqualTo("cpu-0");
  }

  @Test
  void anAttributesAbsenceIsAnAnswerToo(@TempDir Path directory) throws IOException {
    ModelBundle bundle = ModelBundle.read(Bundles.birdsAsAttributes(directory.resolve("m")));
    List<String> labels = List.of("not waterbird", "waterbird");
    KnownDataSet known =
        new KnownDataSet(
            "birds",
            drawn.resolve("birds").toRealPath(),
            "waterbirds",
            labels,
            ClassMap.identity(bundle.spec().classes()).ofAttribute(labels));
    Pictures pictures =
        new Pictures(Map.of("birds", known), new AllowedRoots(List.of()), artifacts, 50_000_000);
    ImageJudge judge = new ImageJudge(Map.of("birds", known), bundle.hash());
    try (Classifier attributes = Classifier.load(bundle, Device.cpu())) {
      reader = new JobReader(bundle, pictures, index);
      work =
          new DeviceWork(
              "member-1",
              "cpu-0",
              bundle,
              new Screener(attributes, bundle.spec()),
              null,
              pictures,
              Clock.fixed(NOW, ZoneOffset.UTC));
      for (int i = 0; i < DRAWN; i++) {
        ImageScore score = score(run(image(i, 0, i)).get(0));
        assertThat(score.predictedIndex()).isEqualTo(1);
        assertThat(labels).contains(score.predicted());
        assertThat(score.confidence()).isBetween(0.5, 1.0);
        assertThat(judge.right(score)).as("its label is another task's").isNull();
        assertThat(work.attention(score, score.predicted())).isEqualTo(score.attention());
      }
    }
  }

  @Test
  void oneBadPictureCostsTheOthersNothing() throws IOException {
    Files.writeString(drawn.resolve("birds/broken.png"), "no picture");
    List<Outcome> outcomes =
        run(
            image(0, 0, 0),
            image("bad", "broken.png", null, 1),
            image("gone", "gone.png", null, 2),
            image("mask", "images/000001.png", "broken.png", 3),
            image(1, 0, 4));
    assertThat(score(outcomes.get(0)).id()).isEqualTo("0");
    assertThat(reason(outcomes.get(1))).isEqualTo(RejectReason.UNREADABLE_IMAGE);
    assertThat(reason(outcomes.get(2))).isEqualTo(RejectReason.FILE_MISSING);
    assertThat(reason(outcomes.get(3))).isEqualTo(RejectReason.MASK_UNREADABLE);
    assertThat(score(outcomes.get(4)).id()).isEqualTo("1");
  }

  @Test
  void aBatchThatFailsAsAWholeIsTriedImageByImage() {
    DeviceJob.Image[] tooMany = new DeviceJob.Image[Screener.MAX_BATCH + 1];
    for (int i = 0; i < tooMany.length; i++) {
      tooMany[i] = image("i" + i, picture(i % DRAWN), null, i);
    }
    List<Outcome> outcomes = run(tooMany);
    for (int i = 0; i < tooMany.length; i++) {
      assertThat(score(outcomes.get(i)).id()).isEqualTo("i" + i);
    }
  }

  @Test
  void theSameRecordAgainIsRedeliveredAndAnotherOfTheSameIdADuplicate() {
    ImageScore first = score(run(image(0, 2, 7)).get(0));
    index.store(List.of(first), List.of(), Map.of());
    assertThat(run(image(0, 2, 7), image(0, 2, 8), image(0, 1, 7), image(1, 2, 9)))
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo(new Known(true)),
            outcome -> assertThat(outcome).isEqualTo(new Known(false)),
            outcome -> assertThat(outcome).isEqualTo(new Known(false)),
            outcome -> assertThat(score(outcome).id()).isEqualTo("1"));
  }

  @Test
  void anInlinePictureIsKeptForPages() throws IOException {
    byte[] png = Png.write(new Waterbirds(0.5, 64, 5).draw(0).image());
    ImageEvent event = new ImageEvent("in", "birds", null, png, null, Map.of(), null, null);
    ImageScore score = score(run(new DeviceJob.Image(event, 0, 0, NOW)).get(0));
    assertThat(score.uri()).isNull();
    assertThat(artifacts.read(score.artifact())).isEqualTo(png);
    assertThat(score.maskScore()).isNull();
  }

  @Test
  void nothingToDoIsDone() {
    DeviceResult result = work.run(reader.read(new DeviceJob(List.of())));
    assertThat(result.outcomes()).isEmpty();
    assertThat(result.busyNanos()).isNotNegative();
  }

  private List<Outcome> run(DeviceJob.Image... images) {
    return new ArrayList<>(work.run(reader.read(new DeviceJob(List.of(images)))).outcomes());
  }

  private static DeviceJob.Image image(int number, int partition, long offset) {
    ImageEvent event =
        new ImageEvent(
            String.valueOf(number),
            "birds",
            picture(number),
            null,
            "landbird",
            Map.of("place", "land"),
            "masks/" + picture(number),
            NOW.minusMillis(30));
    return new DeviceJob.Image(event, partition, offset, NOW.minusMillis(20));
  }

  private static DeviceJob.Image image(String id, String uri, @Nullable String mask, long offset) {
    ImageEvent event = new ImageEvent(id, "birds", uri, null, null, Map.of(), mask, null);
    return new DeviceJob.Image(event, 0, offset, NOW);
  }

  private static String picture(int number) {
    return "images/%06d.png".formatted(number);
  }

  private static ImageScore score(Outcome outcome) {
    assertThat(outcome).isInstanceOf(DeviceResult.Scored.class);
    return ((DeviceResult.Scored) outcome).score();
  }

  private static RejectReason reason(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Rejected.class);
    return ((Rejected) outcome).reason();
  }
}
