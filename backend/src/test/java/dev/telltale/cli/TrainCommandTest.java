package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.files.DirectoryLock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainCommandTest {
  @TempDir private static Path shared;

  @TempDir private Path temp;

  @BeforeAll
  static void draw() {
    new Waterbirds(0.5, 32, 5).write(shared.resolve("birds"), 12, done -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classifier | --epochs 0 | epochs must be 1 or more, not 0",
        "encoder --targets label,place | --batch 0 | images of a batch must be 1 or more, not 0",
        "autoencoder | --lr -1 | a learning rate is above 0, not -1.0",
        "autoencoder | --epochs 0 | epochs must be 1 or more, not 0",
        "autoencoder | --latent-noise -1 | the latent noise is 0 or more, not -1.0",
        "autoencoder --batch 2 | --size 50 | encoder and decoder give back (1, 3, 52, 52)",
        "classifier | --patience 0 | epochs of patience must be 1 or more, not 0",
        "encoder --targets label | --unreadable 2 | may be unreadable is from 0 to 1, not 2.0",
        "classifier --adversarial l2:0.5 | --adversarial-steps 0 | --adversarial-steps is 1 or more",
        "classifier --adversarial l2:x | --adversarial-steps 3 | --adversarial is like l2:0.5",
        "classifier | --target beak | beak",
        "encoder --targets label | --targets label,beak | beak",
        "classifier | --attributes label,beak | beak",
        "classifier | --stop-on label | label",
        "classifier | --batch 2000000000 | images of 32 × 32 needs",
        "classifier | --network no-such-network | no-such-network",
        "classifier | --flip 2 | 2.0",
        "classifier | --momentum 1 | --momentum from 0 to below 1"
      })
  void wrongUseIsOneLineAndExitStatusTwo(String kind, String options, String why) {
    String said = refused(shared.resolve("birds"), kind, options);
    assertThat(said).contains(why);
    assertThat(temp.resolve("out")).doesNotExist();
  }

  /** Of a thousand photographs that is minutes earlier. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classifier | --target beak | beak",
        "encoder | --targets label,beak | beak",
        "classifier --stop-on val | --split val | would be trained on and say when to stop",
        "classifier | --patience 3 | give one with --stop-on",
        "classifier | --weights gull=2 | a weight is given for \"gull\"",
        "classifier | --batch 64 | fewer than a batch of 64; give a smaller --batch",
        "classifier --batch 4 | --run FULL | holds notes.txt but no training.json",
        "classifier --batch 4 | --run LOCKED | is used by another training",
        "classifier --batch 4 | --run OTHER | is another training: its spec.epochs is 1, here 10",
        "classifier --batch 4 | --out FULL | exists already",
        "classifier | --batch 4 | images cannot be read, such as",
      })
  void whatCannotBeginIsRefusedBeforeTheImagesAreRead(String kind, String options, String why)
      throws Exception {
    Path unreadable = temp.resolve("unreadable");
    new Waterbirds(0.5, 32, 5).write(unreadable, 12, done -> {});
    if (options.contains("OTHER")) {
      train(unreadable, "classifier --batch 4 --epochs 1", "--run OTHER --out DONE");
    }
    try (Stream<Path> images = Files.list(unreadable.resolve("images"))) {
      for (Path image : images.toList()) {
        Files.write(image, new byte[] {1, 2, 3});
      }
    }
    Files.createDirectories(temp.resolve("FULL"));
    Files.writeString(temp.resolve("FULL/notes.txt"), "mine");
    try (DirectoryLock lock = DirectoryLock.take(temp.resolve("LOCKED")).orElseThrow()) {
      assertThat(refused(unreadable, kind, options)).contains(why);
    }
  }

  private String refused(Path data, String kind, String options) {
    StringWriter err = new StringWriter();
    assertThat(run(data, kind, options, err)).as(err.toString()).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).startsWith("telltale: ");
    return err.toString();
  }

  private void train(Path data, String kind, String options) {
    StringWriter err = new StringWriter();
    assertThat(run(data, kind, options, err)).as(err.toString()).isZero();
  }

  /** Directories in upper case lie in a fresh one. */
  private int run(Path data, String kind, String options, StringWriter err) {
    CommandLine commands = Main.commandLine();
    commands.setErr(new PrintWriter(err, true));
    List<String> line = new ArrayList<>(List.of("train"));
    line.addAll(List.of(kind.split(" ")));
    line.addAll(List.of("--data", data.toString()));
    if (!options.contains("--out")) {
      line.addAll(List.of("--out", temp.resolve("out").toString()));
    }
    if (!options.contains("--size")) {
      line.addAll(List.of("--size", "32"));
    }
    for (String word : options.split(" ")) {
      line.add(word.matches("[A-Z]+") ? temp.resolve(word).toString() : word);
    }
    String home = System.setProperty("telltale.home", "..");
    try {
      return commands.execute(line.toArray(String[]::new));
    } finally {
      if (home == null) {
        System.clearProperty("telltale.home");
      } else {
        System.setProperty("telltale.home", home);
      }
    }
  }
}
