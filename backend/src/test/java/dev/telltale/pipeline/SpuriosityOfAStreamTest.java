package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.cli.AuditMethods;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.kafka.ImageProducer;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.index.ImageFilter;
import dev.telltale.pipeline.index.ImageSort;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.ScreeningMetrics;
import dev.telltale.screening.ScreeningMetrics.ClassRanks;
import dev.telltale.screening.ScreeningMetrics.Direction;
import dev.telltale.screening.ScreeningMetrics.State;
import dev.telltale.spuriosity.Activations;
import dev.telltale.spuriosity.ClassCues;
import dev.telltale.spuriosity.SpuriosityReference;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Birds on other grounds than those of the reference, through a real broker. */
class SpuriosityOfAStreamTest {
  private static final ModelBundle BIRDS = ModelBundle.read(Bundles.BIRDS);
  private static final int SIDE = 64;
  private static final int CUES = 3;
  private static final int BATCH = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final Map<String, ScreeningMetrics> metrics = new ConcurrentHashMap<>();

  @Test
  void anotherBackgroundThanTheReferencesIsADriftAndTheSameIsNone() throws Exception {
    DataSet alike = birds("alike", 0.95, 202, 300);
    DataSet other = birds("other", 0.05, 303, 600);
    SpuriosityReference reference = reference(birds("reference", 0.95, 101, 640));
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0)) {
      Member member = member(broker, reference, alike, other);
      try {
        for (DataSet one : List.of(alike, other)) {
          send(broker, one);
          awaitScored(one);
        }
        assertThat(classes("alike")).hasSize(2);
        for (ClassRanks one : classes("alike").values()) {
          assertThat(one.state()).isNotEqualTo(State.DRIFTING);
          assertThat(one.counts()).as("evenly spread").allMatch(count -> count < one.n() / 5);
        }
        for (ClassRanks one : classes("other").values()) {
          assertThat(one.state()).as(one.name()).isEqualTo(State.DRIFTING);
          assertThat(one.direction()).as("its cue is mostly missing").isEqualTo(Direction.LOWER);
        }
        assertThat(ranks("other").drifting()).isEqualTo(2);
        assertListedBySpuriosity(member);
      } finally {
        member.close();
      }
      ScreeningMetrics.Ranks before = ranks("other");
      metrics.clear();
      Member again = member(broker, reference, alike, other);
      try {
        awaitScored(other);
        assertThat(ranks("other")).isEqualTo(before);
      } finally {
        again.close();
      }
    }
  }

  private void assertListedBySpuriosity(Member member) {
    List<IndexedImage> strongest =
        member.index().page(ImageFilter.ALL, ImageSort.HIGHEST_SPURIOSITY, null, 50);
    assertThat(strongest)
        .hasSize(50)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(b.score().spuriosity(), a.score().spuriosity()));
    ImageFilter weak =
        new ImageFilter(
            "other/" + BIRDS.hash(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            0.0,
            0.1,
            null,
            null);
    long below = classes("other").values().stream().mapToLong(one -> one.counts().get(0)).sum();
    assertThat(member.index().count(weak)).isGreaterThanOrEqualTo(below).isGreaterThan(50);
  }

  private ScreeningMetrics.Ranks ranks(String dataset) {
    return metrics.get(dataset).ranks();
  }

  private Map<String, ClassRanks> classes(String dataset) {
    return ranks(dataset).classes().stream().collect(Collectors.toMap(ClassRanks::name, c -> c));
  }

  private void awaitScored(DataSet dataSet) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              ScreeningMetrics now = metrics.get(dataSet.name());
              return now != null && now.scored() == dataSet.samples().size();
            });
  }

  private DataSet birds(String name, double correlation, long seed, int count) {
    new Waterbirds(correlation, SIDE, seed).write(directory.resolve(name), count, done -> {});
    return DataSets.open(name, directory.resolve(name), Layout.WATERBIRDS);
  }

  private Member member(
      EmbeddedBroker broker, @Nullable SpuriosityReference reference, DataSet... dataSets) {
    Map<String, KnownDataSet> known = new HashMap<>();
    for (DataSet one : dataSets) {
      known.put(one.name(), new KnownDataSet(one, ClassMap.identity(BIRDS.spec().classes())));
    }
    Member member =
        Member.join(
            new MemberOptions(
                "member",
                Set.of(Role.WORKER),
                broker.bootstrap(),
                new ClusterOptions("127.0.0.1", 0, List.of()),
                directory.resolve("state"),
                BIRDS,
                reference,
                known,
                new AllowedRoots(List.of()),
                new IntakeOptions("workers", 32, 10, 256),
                50_000_000,
                1,
                AuditMethods.tools(new ArtifactStore(directory.resolve("audits")))));
    member
        .vertx()
        .eventBus()
        .<MetricsUpdate>localConsumer(
            Addresses.METRICS,
            message -> message.body().screenings().forEach(one -> metrics.put(one.dataset(), one)));
    member.run();
    return member;
  }

  private static void send(EmbeddedBroker broker, DataSet dataSet) {
    try (ImageProducer producer = new ImageProducer(broker.bootstrap())) {
      for (Sample sample : dataSet.samples()) {
        producer.send(
            new ImageEvent(
                sample.id(),
                dataSet.name(),
                dataSet.root().relativize(sample.image()).toString(),
                null,
                sample.label(),
                sample.groups(),
                null,
                Instant.now()));
      }
      producer.flush();
    }
  }

  /** By the channels that tell a class's usual ground from the other best. */
  private static SpuriosityReference reference(DataSet birds) throws Exception {
    float[][] rows = pooled(birds);
    List<String> classes = BIRDS.spec().classes();
    List<Sample> samples = birds.samples();
    Examples examples = examples(rows, i -> classes.indexOf(samples.get(i).label()));
    List<int[]> cues = List.of(ground(rows, samples, "land"), ground(rows, samples, "water"));
    return SpuriosityReference.of(
        BIRDS,
        classes,
        List.of(Set.of(0), Set.of(1)),
        Activations.gather(examples, cues).stream().map(ClassCues::of).toList(),
        examples,
        Heads.answers(examples, BIRDS.linearHead().orElseThrow(), Device.cpu()));
  }

  private static int[] ground(float[][] rows, List<Sample> samples, String place) {
    double[] difference = new double[rows[0].length];
    long here = samples.stream().filter(s -> place.equals(s.groups().get("place"))).count();
    for (int i = 0; i < rows.length; i++) {
      boolean is = place.equals(samples.get(i).groups().get("place"));
      for (int c = 0; c < difference.length; c++) {
        difference[c] += is ? rows[i][c] / here : -rows[i][c] / (rows.length - here);
      }
    }
    return IntStream.range(0, difference.length)
        .boxed()
        .sorted((a, b) -> Double.compare(difference[b], difference[a]))
        .limit(CUES)
        .mapToInt(c -> c)
        .toArray();
  }

  private static float[][] pooled(DataSet birds) throws IOException, UnreadableImageException {
    float[][] rows = new float[birds.samples().size()][];
    int size = 3 * SIDE * SIDE;
    try (Encoder encoder = Encoder.load(BIRDS, Device.cpu())) {
      for (int from = 0; from < rows.length; from += BATCH) {
        float[] pixels = new float[BATCH * size];
        for (int i = 0; i < BATCH; i++) {
          byte[] bytes = Files.readAllBytes(birds.samples().get(from + i).image());
          ModelInput.into(Pictures.decode(bytes), SIDE, SIDE, pixels, i * size);
        }
        try (NDManager scope = encoder.newScope()) {
          Shape shape = new Shape(BATCH, 3, SIDE, SIDE);
          float[] pooled =
              encoder.pooled(scope.create(FloatBuffer.wrap(pixels), shape)).toFloatArray();
          int channels = pooled.length / BATCH;
          for (int i = 0; i < BATCH; i++) {
            rows[from + i] = Arrays.copyOfRange(pooled, i * channels, (i + 1) * channels);
          }
        }
      }
    }
    return rows;
  }

  private interface Label {
    int of(int image);
  }

  private static Examples examples(float[][] rows, Label label) {
    return new Examples() {
      @Override
      public int size() {
        return rows.length;
      }

      @Override
      public int channels() {
        return rows[0].length;
      }

      @Override
      public int label(int example) {
        return label.of(example);
      }

      @Override
      public void features(int example, float[] into, int at) {
        System.arraycopy(rows[example], 0, into, at, rows[example].length);
      }
    };
  }
}
