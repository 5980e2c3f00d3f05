package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.ReportFiles;
import dev.telltale.audit.Results;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelCheck;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.InMemory;
import dev.telltale.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The method {@code train}, in one process. */
class TrainingAuditTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  private static @Nullable String home;

  @TempDir private Path temp;
  private final TrainingAudit method = new TrainingAudit();
  private final Artifacts artifacts = new InMemory();
  private final List<AuditProgress> told = new ArrayList<>();

  @BeforeAll
  static void draw() {
    DrawnBirds.draw(shared.resolve("birds"), 120, 0.5);
    home = System.setProperty("telltale.home", "..");
  }

  @AfterAll
  static void putBack() {
    if (home == null) {
      System.clearProperty("telltale.home");
    } else {
      System.setProperty("telltale.home", home);
    }
  }

  /** The network, and all that the provenance says of it, to the byte. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'epochs':2,'stopOn':'val','crop':2,'flip':0.5,'noise':0.02,'weights':'class'}",
        "{'epochs':3,'stopOn':'val','optimizer':'sgd','schedule':'plateau','plateauPatience':0}",
        "{'epochs':2,'adversarial':'linf:0.02','adversarialSteps':2,'attributes':['label','place']}",
        "{'epochs':2,'kind':'encoder','targets':['label','place'],'stopOn':'val'}",
        "{'epochs':2,'kind':'autoencoder','loss':'mse','latentNoise':0.1,'optimizer':'adam'}"
      })
  void itsBundleIsTheOneThatARunDirectoryComesTo(String options) throws Exception {
    AuditSubject subject = subject(options, List.of());
    Report report = run(subject, null, () -> false).report();
    Path bundle = written(report);

    ModelBundle other = inARunDirectory(subject);
    assertThat(report.bundles().get(0).hash()).isEqualTo(other.hash());
    try (Stream<Path> files = Files.list(other.directory())) {
      List<Path> all = files.toList();
      assertThat(all).hasSameSizeAs(report.bundles().get(0).files());
      for (Path file : all) {
        assertThat(bundle.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
    assertThat(ModelCheck.of(bundle, Devices.slots(1).get(0)).faults()).isEmpty();
  }

  @Test
  void itBeginsWithTheOneModelThatIsGiven() throws Exception {
    AuditedModel model =
        new AuditedModel("start", Bundles.BIRDS.toAbsolutePath().normalize().toString(), null);
    AuditSubject subject = subject("{'epochs':1,'keepWeights':true}", List.of(model));
    Report report = run(subject, null, () -> false).report();
    JsonNode spec = JSON.readTree(written(report).resolve("model.json").toFile());
    assertThat(spec.at("/provenance/parent/hash").textValue())
        .isEqualTo(ModelBundle.read(Bundles.BIRDS).hash());
    assertThat(report.bundles().get(0).hash()).isEqualTo(inARunDirectory(subject).hash());
    assertThatThrownBy(() -> method.stages(subject("{}", List.of(model, renamed(model)))))
        .isInstanceOf(SpecException.class)
        .hasMessage("give at most one model, not 2");
    assertThatThrownBy(() -> method.stages(subject("{'kind':'autoencoder'}", List.of(model))))
        .hasMessage("start is a classifier and has no encoder.pt to begin with");
  }

  /** What a unit came to is read from Kafka, where others may write too. */
  @Test
  void aStateWhoseFilesWouldLeaveTheirDirectoryIsRefused() throws Exception {
    TrainingState state =
        new TrainingState(
            JSON.createObjectNode(),
            new TrainingState.Seen(1, 0, Map.of(), 0, List.of()),
            List.of(),
            Map.of("features.pt", "0".repeat(64)),
            null,
            Map.of("head.pt", "0".repeat(64)),
            null);
    assertThat(TrainingState.of(state.json())).isEqualTo(state);
    for (String file : List.of("features.pt", "head.pt")) {
      String forged = state.json().toString().replace(file, "../../" + file);
      assertThatThrownBy(() -> TrainingState.of(JSON.readTree(forged)))
          .hasStackTraceContaining("../../" + file + " cannot be the name of a file");
    }
  }

  private static AuditedModel renamed(AuditedModel model) {
    return new AuditedModel("again", model.directory(), null);
  }

  /** A breath in the middle of an epoch, of the stopping split, or while pictures are read. */
  @Test
  void stoppedAnywhereItGoesOnToTheSameReport() {
    AuditSubject subject = subject("{'epochs':3,'stopOn':'val','flip':0.5}", List.of());
    byte[] whole = json(run(subject, null, () -> false));
    Path kept = temp.resolve("kept");
    LocalRun.@Nullable Outcome outcome = null;
    int runs = 0;
    while (outcome == null) {
      // Enough for one epoch and a part of the next.
      AtomicInteger left = new AtomicInteger(14);
      outcome = attempt(subject, kept, () -> left.getAndDecrement() <= 0);
      runs++;
    }
    assertThat(runs).isGreaterThan(2);
    assertThat(json(outcome)).isEqualTo(whole);
  }

  @Test
  void itStopsEarlyAndTheUnitsThatAreLeftDoNothing() {
    AuditSubject subject =
        subject("{'epochs':40,'stopOn':'val','patience':1,'lr':0.03}", List.of());
    LocalRun.Outcome outcome = run(subject, null, () -> false);
    Report.Table epochs = table(outcome.report(), "epochs");
    assertThat(epochs.rows()).hasSizeBetween(2, 39);
    int best = epochs.rows().size() - 1;
    assertThat(outcome.report().findings().get(0))
        .contains("network after epoch %d of %d".formatted(best, best + 1));
    assertThat(outcome.report().findings())
        .contains(
            "It stopped early: the loss over val has not been lower than in epoch %d for 1 epochs."
                .formatted(best));
    assertThat(told.get(told.size() - 1).stages().get(0))
        .isEqualTo(new AuditProgress.Stage("epochs", 40, 40, 0));
  }

  @Test
  void figuresOverTheStoppingSplitHaveTheirNumberAndInterval() {
    AuditSubject subject = subject("{'epochs':2,'stopOn':'val'}", List.of());
    Report report = run(subject, null, () -> false).report();
    DataSet watched = Choices.stopping(subject.whole(), "val", Map.of());
    Figure accuracy = (Figure) table(report, "accuracies").rows().get(0).get(2);
    assertThat(accuracy.n()).isEqualTo(watched.samples().size());
    assertThat(accuracy.low()).isLessThan(accuracy.value()).isGreaterThanOrEqualTo(0);
    assertThat(accuracy.high()).isGreaterThan(accuracy.value()).isLessThanOrEqualTo(1);
    Figure learnt = (Figure) table(report, "epochs").rows().get(1).get(2);
    assertThat(learnt.low()).as("no estimate for one network").isNaN();
    int learning = Choices.learning(subject.whole(), Subset.ALL).samples().size();
    assertThat(learnt.n()).isEqualTo(learning / 16 * 16);
  }

  @Test
  void halfwayTheReportHasTheEpochsSoFar() {
    AuditSubject subject = subject("{'epochs':3}", List.of());
    List<JsonNode> results = new ArrayList<>();
    AtomicInteger left = new AtomicInteger(11);
    Path kept = temp.resolve("kept");
    assertThat(attempt(subject, kept, () -> left.getAndDecrement() <= 0)).isNull();
    try (Stream<String> lines = Files.lines(kept.resolve("00-epochs.jsonl"))) {
      for (String line : lines.toList()) {
        results.add(JSON.readTree(line).get("value"));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(results).isNotEmpty().hasSizeLessThan(3);
    JsonNode partial = method.fold("epochs", subject, Map.of(), new Some(3, results));
    Report report = method.report(subject, Map.of("epochs", partial), artifacts);
    assertThat(report.findings().get(0))
        .isEqualTo("%d of 3 epochs are done.".formatted(results.size()));
    assertThat(table(report, "epochs").rows()).hasSameSizeAs(results);
    assertThat(report.bundles()).isEmpty();

    JsonNode nothing = method.fold("epochs", subject, Map.of(), new Some(3, List.of()));
    assertThat(method.report(subject, Map.of("epochs", nothing), artifacts).findings())
        .containsExactly("No epoch is done.");
  }

  private record Some(int units, List<JsonNode> values) implements Results {
    @Override
    public int missing() {
      return units - values.size();
    }

    @Override
    public Stream<Result> stream() {
      return IntStream.range(0, values.size()).mapToObj(i -> new Result(i, values.get(i)));
    }
  }

  @Test
  void numbersThatGrowBeyondAllBoundsEndItWithAdviceAndAreNotTriedAgain() {
    AuditSubject subject =
        subject("{'epochs':4,'optimizer':'sgd','lr':1e10,'schedule':'constant'}", List.of());
    assertThatThrownBy(() -> run(subject, null, () -> false))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("epoch 1, batch")
        .hasMessageEndingWith("try a lower lr than 1.0E10");
    AuditProgress last = told.get(told.size() - 1);
    assertThat(last.lately()).hasSize(4).allSatisfy(one -> assertThat(one.error()).isNull());
  }

  @Test
  void otherPixelsUnderTheSameNamesAreRefusedByTheirHash() throws Exception {
    DrawnBirds.draw(temp.resolve("birds"), 60, 0.5);
    AuditSubject subject = subject(temp.resolve("birds"), "{'epochs':3}", List.of());
    AtomicInteger left = new AtomicInteger(9);
    Path kept = temp.resolve("kept");
    assertThat(attempt(subject, kept, () -> left.getAndDecrement() <= 0)).isNull();
    assertThat(kept.resolve("00-epochs.jsonl")).isNotEmptyFile();
    List<Path> images;
    try (Stream<Path> files = Files.walk(temp.resolve("birds/images"))) {
      images = files.filter(Files::isRegularFile).sorted().toList();
    }
    for (int i = 0; i < images.size(); i += 2) {
      byte[] first = Files.readAllBytes(images.get(i));
      Files.write(images.get(i), Files.readAllBytes(images.get(i + 1)));
      Files.write(images.get(i + 1), first);
    }
    assertThatThrownBy(() -> attempt(subject, kept, () -> false))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("of 3 could not be done")
        .hasMessageContaining("not what the training began with: its images.sha256 is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "options.epochs | {'epochs':0} | epochs is a whole number from 1 to 100000, not 0",
        "options.lr | {'lr':-1} | lr is a number from",
        "options.optimizer | {'optimizer':'lion'} | optimizer is adamw, adam or sgd, not lion",
        "options.weights | {'weights':'heavy'} | weights is class, group, or like landbird=1",
        "options.weights | {'kind':'encoder','targets':['label'],'weights':'class'} | is for a classifier",
        "options.adversarial | {'adversarial':'l3:1'} | adversarial is like l2:0.5 or linf:0.03, not l3:1",
        "options.adversarial | {'kind':'autoencoder','adversarial':'l2:1'} | for classifiers and encoders",
        "options.targets | {'kind':'encoder'} | at least one target is needed",
        "options.keepWeights | {'keepWeights':1} | keepWeights is true or false, not 1",
        "options.name | {'name':'../etc'} | name is made of letters",
        "options.colour | {'colour':'red'} | train has no option colour; it has kind, attributes",
        "options.attributes | {'attributes':3} | attributes is a list of words, not 3",
      })
  void wrongOptionsAreRefusedByTheirNames(String field, String options, String words) {
    assertThatThrownBy(() -> method.options(Json.object(options)))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(words)
        .extracting(e -> ((SpecException) e).field())
        .isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "options.stopOn | {'stopOn':'vla'} | vla",
        "images.subset | {'size':4096} | MB of memory",
        "options.stopOn | {'stopOn':'train'} | would be trained on and say when to stop",
        "options | {'patience':3} | give one with --stop-on",
        "options | {'batch':1000} | give a smaller --batch",
        "options | {'attributes':['label','beak']} | beak",
        "options | {'weights':'gull=2'} | a weight is given for",
      })
  void whatTheseImagesCannotTeachIsRefusedBeforeAnyIsRead(
      String field, String options, String words) {
    assertThatThrownBy(() -> method.stages(subject(options, List.of())))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(words)
        .extracting(e -> ((SpecException) e).field())
        .isEqualTo(field);
  }

  @Test
  void aUnitIsAnEpochAndTheyFollowEachOther() {
    AuditSubject subject = subject("{'epochs':7}", List.of());
    assertThat(method.stages(subject)).containsExactly("epochs", "bundle");
    StagePlan plan = method.plan("epochs", subject, Map.of());
    assertThat(plan.order()).isEqualTo(StagePlan.Order.CHAIN);
    assertThat(plan.units()).hasSize(7);
  }

  private AuditSubject subject(String options, List<AuditedModel> models) {
    return subject(shared.resolve("birds"), options, models);
  }

  private AuditSubject subject(Path birds, String options, List<AuditedModel> models) {
    ObjectNode asked = Json.object(options);
    if (!asked.has("batch")) {
      asked.put("batch", 16);
    }
    if (!asked.has("size")) {
      asked.put("size", DrawnBirds.SIZE);
    }
    AuditedImages images =
        new AuditedImages("birds", birds.toString(), null, null, Task.OWN, Subset.ALL, false, null);
    return new Subjects(1).prepare(new AuditSpec("train", images, models, method.options(asked)));
  }

  private LocalRun.Outcome run(AuditSubject subject, @Nullable Path kept, BooleanSupplier stop) {
    LocalRun.Outcome outcome = attempt(subject, kept, stop);
    assertThat(outcome).isNotNull();
    assertThat(outcome.aside()).isEmpty();
    return outcome;
  }

  private LocalRun.@Nullable Outcome attempt(
      AuditSubject subject, @Nullable Path kept, BooleanSupplier stop) {
    return LocalRun.run(method, subject, Device.cpu(), artifacts, kept, told::add, stop)
        .orElse(null);
  }

  private static byte[] json(LocalRun.Outcome outcome) {
    return new ReportDocument(outcome.report(), outcome.aside()).json();
  }

  /** The bundle as it lies beside a report. */
  private Path written(Report report) throws IOException {
    ReportDocument document = ReportDocument.read(new ReportDocument(report, List.of()).json());
    ReportFiles.write(document, JSON.createObjectNode(), artifacts, temp.resolve("report"));
    return temp.resolve("report/bundles").resolve(report.bundles().get(0).name());
  }

  /** The same training as the command does it. */
  private ModelBundle inARunDirectory(AuditSubject subject) throws InterruptedException {
    AuditedTraining asked = AuditedTraining.of(subject);
    DataSet whole = DataSets.open("birds", shared.resolve("birds"), null);
    TrainingData data =
        TrainingData.read(
            Choices.learning(whole, Subset.ALL),
            asked.stopping() == null ? null : Choices.stopping(whole, "val", Map.of()),
            DrawnBirds.SIZE,
            DrawnBirds.SIZE,
            done -> {});
    return Training.run(
            asked.spec(),
            data,
            temp.resolve("run"),
            temp.resolve("bundle"),
            asked.name(),
            Device.cpu(),
            progress -> {},
            () -> false)
        .bundle();
  }

  private static Report.Table table(Report report, String name) {
    return report.sections().stream()
        .flatMap(section -> section.tables().stream())
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
