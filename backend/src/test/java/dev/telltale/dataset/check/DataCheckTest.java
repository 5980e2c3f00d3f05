package dev.telltale.dataset.check;

import static dev.telltale.dataset.check.PlantedFaults.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import dev.telltale.dataset.example.Examples;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataCheckTest {
  private static final long MAX_PIXELS = 1_000_000;

  @TempDir Path directory;

  @Test
  void everyPlantedFaultIsFoundOnceUnderItsName() throws IOException {
    DataSet set = PlantedFaults.in(directory.resolve("birds")).dataSet();
    OpenedFiles files = run(set, 2).files();
    assertThat(files.listedFaults())
        .extracting(CheckFault::kind, CheckFault::file, CheckFault::line)
        .containsExactly(
            tuple(FaultKind.METADATA, "metadata.csv", 62L),
            tuple(FaultKind.METADATA, "metadata.csv", 63L),
            tuple(FaultKind.UNREADABLE_IMAGE, id(0), 0L),
            tuple(FaultKind.UNREADABLE_IMAGE, id(1), 0L),
            tuple(FaultKind.FILE_MISSING, id(2), 0L),
            tuple(FaultKind.UNREADABLE_IMAGE, id(3), 0L),
            tuple(FaultKind.PATH_OUTSIDE_ROOTS, id(4), 0L),
            tuple(FaultKind.INVALID_VALUE, id(5), 0L),
            tuple(FaultKind.MASK_UNREADABLE, "masks/" + id(6), 0L),
            tuple(FaultKind.MASK_SIZE, "masks/" + id(7), 0L));
    assertThat(files.listedFaults().get(9).what())
        .isEqualTo("the mask is 16 × 16 pixels, its picture 32 × 32");
    assertThat(files.faults()).isEqualTo(10);
    assertThat(files.faultsByKind())
        .isEqualTo(
            Map.of(
                "unreadable-image", 3L,
                "metadata", 2L,
                "file-missing", 1L,
                "path-outside-roots", 1L,
                "invalid-value", 1L,
                "mask-unreadable", 1L,
                "mask-size", 1L));
    assertThat(files.readable()).isEqualTo(54);
    assertThat(files.masked())
        .as("the mask of the eighth is gone, of a layout of some or all")
        .isEqualTo(59);
    assertThat(files.formats()).containsExactly(new ValueCount("PNG", 54));
    assertThat(files.sizes()).containsExactly(new ValueCount("32 × 32", 54));
  }

  @Test
  void equalFilesAreFoundThoseAcrossSplitsFirst() throws IOException {
    DataSet set = PlantedFaults.in(directory.resolve("birds")).dataSet();
    CheckReport report = run(set, 2);
    Duplicates found = report.files().duplicates();
    assertThat(found.listed())
        .extracting(EqualPictures::count, EqualPictures::acrossSplits, EqualPictures::contradictory)
        .containsExactly(tuple(3, true, false), tuple(2, false, true), tuple(2, false, false));
    assertThat(found.listed().get(0).copies())
        .containsExactly(
            new EqualPictures.Copy(id(10), "waterbird", "train"),
            new EqualPictures.Copy(id(11), "waterbird", "train"),
            new EqualPictures.Copy(id(12), "waterbird", "test"));
    assertThat(found.listed().get(1).copies())
        .extracting(EqualPictures.Copy::label)
        .containsExactly("landbird", "waterbird");
    assertThat(List.of(found.groups(), found.acrossSplits(), found.contradictory()))
        .containsExactly(3, 1, 1);
    assertThat(found.pictures()).isEqualTo(7);
    assertThat(report.clean()).isFalse();
  }

  @Test
  void theReportIsTheSameByAnyNumberOfThreadsAndAfterBeingWritten() throws IOException {
    DataSet set = PlantedFaults.in(directory.resolve("birds")).dataSet();
    CheckReport one = run(set, 1);
    assertThat(run(set, 5).toJson()).isEqualTo(one.toJson());
    assertThat(CheckReport.of(one.toJson())).isEqualTo(one);
    assertThatThrownBy(() -> CheckReport.of("{}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theReportIsAsItsSchemaSays() throws IOException {
    DataSet set = PlantedFaults.in(directory.resolve("birds")).dataSet();
    ObjectMapper json = new ObjectMapper();
    try (InputStream in = getClass().getResourceAsStream("/schemas/data-check.schema.json")) {
      var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
      JsonNode report = json.readTree(run(set, 2).toJson());
      assertThat(schema.validate(report)).isEmpty();
      ((ObjectNode) report.get("files")).remove("faults");
      assertThat(schema.validate(report)).hasSize(1);
    }
  }

  @Test
  void whatIsWholeIsClean() {
    Waterbirds.generate(directory.resolve("whole"), 20, 0.5, 32, 1);
    CheckReport report = run(DataSets.open("whole", directory.resolve("whole"), null, true), 2);
    assertThat(report.clean()).isTrue();
    assertThat(report.files().readable()).isEqualTo(20);
    assertThat(report.files().duplicates().groups()).isZero();
  }

  static List<Layout> layouts() {
    return Examples.layouts();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void anExampleOfEveryLayoutIsClean(Layout layout) throws IOException {
    Examples.write(layout, directory.resolve("example"), 12, 1);
    OpenedFiles files =
        run(DataSets.open("example", directory.resolve("example"), null, true), 2).files();
    assertThat(files.listedFaults()).isEmpty();
    assertThat(files.readable()).isEqualTo(12);
    assertThat(files.duplicates().groups()).isZero();
  }

  @Test
  void masksAreHeldToTheirPicturesProportionsWhereTheyAreScaled() throws IOException {
    Path root = Files.createDirectories(directory.resolve("scaled")).toRealPath();
    Waterbirds.generate(root.resolve("large"), 2, 0.5, 32, 1);
    Waterbirds.generate(root.resolve("half"), 2, 0.5, 16, 1);
    for (boolean scaled : new boolean[] {false, true}) {
      OpenedFiles files =
          run(new DataSet("scaled", root, "drawn", masked(root, scaled), List.of()), 1).files();
      assertThat(files.faultsByKind())
          .isEqualTo(
              scaled ? Map.of("mask-missing", 1L) : Map.of("mask-size", 1L, "mask-missing", 1L));
    }
  }

  /** Two pictures, the mask of the first of half its size, that of the second not there. */
  private static SampleTable masked(Path root, boolean scaled) {
    Texts ids = new Texts();
    ids.add("large/images/000000.png");
    ids.add("large/images/000001.png");
    Regions regions =
        new Regions() {
          @Override
          public Path mask(int row, String id) {
            return root.resolve(row == 0 ? "half/masks/images/000000.png" : "half/gone.png");
          }

          @Override
          public boolean scaled() {
            return scaled;
          }
        };
    return SampleTable.of(root, ids, null, null, List.of(), List.of(), regions);
  }

  @Test
  void allIsHeardOfThoughOnlyTheFirstThousandAreListed() throws IOException {
    Path root = Files.createDirectories(directory.resolve("many")).toRealPath();
    Files.writeString(root.resolve("text.png"), "no picture");
    Texts ids = new Texts();
    for (int i = 0; i < 1100; i++) {
      ids.add("gone-" + i + ".png");
    }
    SampleTable samples = SampleTable.of(root, ids, null, null, List.of(), List.of(), Regions.NONE);
    List<CheckFault> heard = new ArrayList<>();
    List<Integer> progress = new ArrayList<>();
    OpenedFiles files =
        check(new DataSet("many", root, "drawn", samples, List.of()), 3)
            .run(
                progress::add,
                () -> false,
                new Findings() {
                  @Override
                  public void fault(CheckFault fault) {
                    heard.add(fault);
                  }
                })
            .files();
    assertThat(files.faults()).isEqualTo(1100);
    assertThat(heard).hasSize(1100);
    assertThat(files.listedFaults()).isEqualTo(heard.subList(0, 1000));
    assertThat(heard.get(1099).file()).isEqualTo("gone-1099.png");
    assertThat(progress).isSorted().endsWith(1100);
  }

  @Test
  void aCheckEndsWhenItIsCancelled() {
    Waterbirds.generate(directory.resolve("whole"), 100, 0.5, 16, 1);
    DataSet set = DataSets.open("whole", directory.resolve("whole"), null);
    AtomicInteger asked = new AtomicInteger();
    List<Integer> progress = new ArrayList<>();
    assertThatThrownBy(
            () ->
                check(set, 2).run(progress::add, () -> asked.incrementAndGet() > 40, Findings.NONE))
        .isInstanceOf(CancellationException.class);
    assertThat(progress).allMatch(done -> done < 100);
  }

  @Test
  void whatIsTooLargeIsToldAsScreeningTellsIt() {
    Waterbirds.generate(directory.resolve("large"), 2, 0.5, 64, 1);
    DataSet set = DataSets.open("large", directory.resolve("large"), null);
    PictureReader reader = new PictureReader(set.root(), new AllowedRoots(List.of()), 64 * 64 - 1);
    OpenedFiles files =
        new DataCheck(set, reader, 1).run(done -> {}, () -> false, Findings.NONE).files();
    assertThat(files.faultsByKind()).isEqualTo(Map.of("image-too-large", 2L));
  }

  @Test
  void aClassesSheetShowsTheSamePicturesEachTimeAndHoldsAPlaceForABadOne() throws Exception {
    PlantedFaults planted = PlantedFaults.in(directory.resolve("birds"));
    DataSet set = planted.dataSet();
    ClassSheet sheet = new ClassSheet(set, "landbird", check(set, 1).reader());
    assertThat(sheet.ids()).hasSize(24).doesNotHaveDuplicates();
    assertThat(new ClassSheet(set, "landbird", check(set, 1).reader()).ids())
        .isEqualTo(sheet.ids());
    assertThat(sheet.draw().width()).isEqualTo(6 + 6 * 166);
    assertThat(sheet.draw().height()).isEqualTo(6 + 4 * 184);
    RgbImage drawn = sheet.draw();
    String before = sheet.stamp();
    Files.write(planted.dataSet().root().resolve(sheet.ids().get(23)), new byte[7]);
    assertThat(sheet.stamp()).isNotEqualTo(before);
    assertThat(sheet.draw().height()).isEqualTo(drawn.height());
    assertThat(sheet.draw()).as("one is missing").isNotEqualTo(drawn);
  }

  private static CheckReport run(DataSet set, int threads) {
    return check(set, threads).run(done -> {}, () -> false, Findings.NONE);
  }

  private static DataCheck check(DataSet set, int threads) {
    return new DataCheck(
        set, new PictureReader(set.root(), new AllowedRoots(List.of()), MAX_PIXELS), threads);
  }
}
