package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commandLine();
    commands.setErr(new PrintWriter(err, true));
    List<String> line = new ArrayList<>(List.of("train"));
    line.addAll(List.of(kind.split(" ")));
    line.addAll(List.of("--data", shared.resolve("birds").toString()));
    line.addAll(List.of("--out", temp.resolve("out").toString()));
    if (!options.contains("--size")) {
      line.addAll(List.of("--size", "32"));
    }
    line.addAll(List.of(options.split(" ")));
    String home = System.setProperty("telltale.home", "..");
    try {
      assertThat(commands.execute(line.toArray(String[]::new))).as(err.toString()).isEqualTo(2);
    } finally {
      if (home == null) {
        System.clearProperty("telltale.home");
      } else {
        System.setProperty("telltale.home", home);
      }
    }
    assertThat(err.toString()).hasLineCount(1).startsWith("telltale: ").contains(why);
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
