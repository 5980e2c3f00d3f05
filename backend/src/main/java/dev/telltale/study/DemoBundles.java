package dev.telltale.study;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.model.ModelBundle;
import dev.telltale.study.FaceLatents.Reading;
import dev.telltale.study.Report.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the demo's bundles from nothing, and says what they are worth. */
public final class DemoBundles implements Study {
  private static final long MOST_BYTES = 10_000_000;
  private static final Map<String, Double> BIRDS =
      Map.of("birds-p50", .5, "birds-p95", .95, "birds-p100", 1.0);

  /** All figures, as they came out. */
  private record Numbers(
      Map<String, Double> birds,
      double birdsPsnr,
      double places,
      Map<String, Map<String, Double>> encoders,
      Readings faces,
      Readings probes,
      Map<String, Long> bytes) {}

  private record Readings(double psnr, List<Reading> readings) {}

  @Override
  public String name() {
    return "bundles";
  }

  @Override
  public String purpose() {
    return "makes the demo's bundles from nothing, into models/, and says what they are worth";
  }

  @Override
  public Report run(StudySetting setting) throws InterruptedException {
    Workshop workshop = new Workshop(setting);
    BirdNetworks birds = new BirdNetworks(workshop);
    FaceNetworks faces = new FaceNetworks(workshop);
    ShapeNetworks shapes = new ShapeNetworks(workshop);
    long seed = setting.firstSeed();
    Map<String, ModelBundle> bundles = new LinkedHashMap<>();

    Map<String, Double> worst = new LinkedHashMap<>();
    DataSet balanced = birds.reporting(.5, setting.number(2000, 120));
    for (String name : List.of("birds-p50", "birds-p95", "birds-p100")) {
      ModelBundle bundle = birds.classifier(name, BIRDS.get(name), seed);
      bundles.put(name, bundle);
      Answers answers = Answers.of(bundle, balanced);
      worst.put(
          name,
          answers.worstGroup(
              answers.groups(BirdNetworks.PLACE), IntStream.range(0, answers.size()).toArray()));
    }
    bundles.put("birds-autoencoder", birds.autoencoder("birds-autoencoder", seed));
    double birdsPsnr =
        Autoencoder.psnr(
            bundles.get("birds-autoencoder"), birds.reporting(.5, setting.number(2000, 120)));

    bundles.put("places-probe", birds.placesProbe("places-probe"));
    double places =
        Answers.accuracy(
            bundles.get("places-probe"),
            birds.places(SeedSpace.REPORTING, setting.number(1000, 60)));

    Map<String, Map<String, Double>> encoders = new LinkedHashMap<>();
    for (boolean robust : new boolean[] {true, false}) {
      String name = robust ? "shapes-robust" : "shapes-plain";
      ModelBundle bundle = shapes.encoder(name, robust, seed);
      bundles.put(name, bundle);
      Map<String, Double> probes = new LinkedHashMap<>();
      for (String column : ShapeNetworks.COLUMNS) {
        probes.put(column, shapes.probe(bundle, name, column).accuracy());
      }
      encoders.put(name, probes);
    }

    ModelBundle classifier = faces.classifier("faces", seed);
    ModelBundle autoencoder = faces.autoencoder("faces-autoencoder", seed);
    ModelBundle probes = faces.classifier("faces-probes", seed + 1);
    bundles.put("faces", classifier);
    bundles.put("faces-autoencoder", autoencoder);
    bundles.put("faces-probes", probes);
    DataSet reported = faces.images(SeedSpace.REPORTING, setting.number(1000, 60), seed);
    int shifted = setting.number(40, 4);
    FaceLatents.Found read = FaceLatents.of(autoencoder, classifier, reported, shifted);
    FaceLatents.Found again = FaceLatents.of(autoencoder, probes, reported, shifted);

    Map<String, Long> bytes = new LinkedHashMap<>();
    bundles.forEach(
        (name, bundle) -> bytes.put(name, copied(bundle, setting.models().resolve(name))));
    Numbers numbers =
        new Numbers(
            worst,
            birdsPsnr,
            places,
            encoders,
            new Readings(read.psnr(), read.readings()),
            new Readings(again.psnr(), again.readings()),
            bytes);
    return report(setting, numbers, read);
  }

  /** Copies a bundle's files, and says how many bytes they are. */
  private static long copied(ModelBundle bundle, Path to) {
    try (Stream<Path> files = Files.list(bundle.directory())) {
      Path part = to.resolveSibling(to.getFileName() + ".part");
      remove(part);
      Files.createDirectories(part);
      long bytes = 0;
      for (Path file : files.toList()) {
        Files.copy(file, part.resolve(file.getFileName()));
        bytes += Files.size(file);
      }
      remove(to);
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> old = Files.list(directory)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static Report report(StudySetting setting, Numbers numbers, FaceLatents.Found faces) {
    List<List<String>> sizes = new ArrayList<>();
    numbers
        .bytes()
        .forEach((name, bytes) -> sizes.add(List.of(name, worth(name, numbers), kilo(bytes))));
    List<List<String>> attributes = new ArrayList<>();
    for (int k = 0; k < numbers.faces().readings().size(); k++) {
      Reading reading = numbers.faces().readings().get(k);
      Reading probe = numbers.probes().readings().get(k);
      attributes.add(
          List.of(
              reading.attribute(),
              Table.cell(reading.originals()),
              Table.cell(reading.reconstructions()),
              Table.cell(reading.reconstructions() / reading.originals()),
              Table.cell(probe.originals()),
              Table.cell(probe.reconstructions()),
              Table.cell(reading.turned()),
              Table.cell(reading.unevenness())));
    }
    return new Report(
        "The demo's bundles",
        text(setting),
        claims(numbers),
        List.of(
            new Table(
                "What each is worth, on drawn images to report on.",
                List.of("bundle", "figure", "kB"),
                sizes),
            new Table(
                "Faces: accuracy of the classifier, and of the second set of probes, on %,d images and on their reconstructions; the share of %d images whose answer a latent shift turns over; how uneven the way there is (1: even)."
                    .formatted(setting.number(1000, 60), setting.number(40, 4)),
                List.of(
                    "attribute",
                    "faces",
                    "reconstructed",
                    "ratio",
                    "faces-probes",
                    "reconstructed",
                    "turned",
                    "unevenness"),
                attributes)),
        Map.of("faces.png", faces.sheet(), "shifts.png", faces.shifts()),
        numbers);
  }

  private static String worth(String name, Numbers numbers) {
    if (numbers.birds().containsKey(name)) {
      return "worst-group accuracy " + Table.cell(numbers.birds().get(name));
    }
    if (numbers.encoders().containsKey(name)) {
      return "accuracy of linear heads: "
          + String.join(
              ", ",
              numbers.encoders().get(name).entrySet().stream()
                  .map(probe -> probe.getKey() + " " + Table.cell(probe.getValue()))
                  .toList());
    }
    return switch (name) {
      case "birds-autoencoder" -> "PSNR %.1f dB".formatted(numbers.birdsPsnr());
      case "faces-autoencoder" -> "PSNR %.1f dB".formatted(numbers.faces().psnr());
      case "places-probe" -> "accuracy " + Table.cell(numbers.places());
      case "faces" -> "mean accuracy " + Table.cell(mean(numbers.faces().readings()));
      default -> "mean accuracy " + Table.cell(mean(numbers.probes().readings()));
    };
  }

  private static double mean(List<Reading> readings) {
    return readings.stream().mapToDouble(Reading::originals).average().orElse(Double.NaN);
  }

  private static List<Claim> claims(Numbers numbers) {
    double ratio =
        numbers.faces().readings().stream()
            .mapToDouble(reading -> reading.reconstructions() / reading.originals())
            .min()
            .orElse(Double.NaN);
    double least =
        numbers.faces().readings().stream()
            .mapToDouble(Reading::originals)
            .min()
            .orElse(Double.NaN);
    double shape = numbers.encoders().get("shapes-robust").get("shape");
    long bytes = numbers.bytes().values().stream().mapToLong(Long::longValue).sum();
    return List.of(
        new Claim(
            "all bundles together are at most 10 MB", bytes <= MOST_BYTES, kilo(bytes) + " kB"),
        new Claim(
            "every attribute of faces is told in at least .9 of the images",
            least >= .9,
            Table.cell(least)),
        new Claim(
            "on reconstructed faces every attribute is told at least .9 times as often",
            ratio >= .9,
            Table.cell(ratio)),
        new Claim(
            "the places' probe is right in at least .9",
            numbers.places() >= .9,
            Table.cell(numbers.places())),
        new Claim(
            "the robust encoder's features tell the shape at least three times as often as chance",
            shape >= .5,
            Table.cell(shape)));
  }

  private static String kilo(long bytes) {
    return String.valueOf(Math.round(bytes / 1000.0));
  }

  private static String text(StudySetting setting) {
    return """
        %s
        Made by `./telltale study bundles`, with seed %d. Everything is drawn and trained here; the figures are on
        images of the reporting seeds. `faces-probes` learns from other images than `faces`, so that one can be
        asked about what was made for the other. The first figure shows faces above what the autoencoder makes of
        them; the second, for each attribute in the order of the table, two faces whose answer a latent shift turns
        over: the face, its reconstruction, and the way from there.
        """
        .formatted(setting.caution(), setting.firstSeed());
  }
}
