package dev.telltale.cli;

import dev.telltale.dataset.drawn.Factor;
import dev.telltale.dataset.example.Examples;
import dev.telltale.dataset.faces.Faces;
import dev.telltale.dataset.faces.LabelModel;
import dev.telltale.dataset.faces.Trait;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.dataset.shapes.ShapeFactor;
import dev.telltale.dataset.shapes.Shapes;
import dev.telltale.dataset.waterbirds.BirdFactor;
import dev.telltale.dataset.waterbirds.PlaceFactor;
import dev.telltale.dataset.waterbirds.Places;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telltale generate …}: the drawn data sets. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Draws data sets with known truth, in the file layout of the real ones.",
    synopsisSubcommandLabel = "COMMAND")
final class GenerateCommand {
  @Command(
      name = "waterbirds",
      mixinStandardHelpOptions = true,
      description = {
        "Draws birds on land and water, with masks. The same seed gives the same pixels anywhere.",
        "Factors: place, shape, plumage, colour, position."
      })
  int waterbirds(
      @Mixin DrawOptions options,
      @Option(
              names = "--correlation",
              defaultValue = "0.95",
              description =
                  "share of birds on their own ground, 0 to 1 (default: ${DEFAULT-VALUE})")
          double correlation) {
    return run(
        options,
        () ->
            new Waterbirds(
                    correlation,
                    options.size,
                    options.seed,
                    options.splits(),
                    options.changes(BirdFactor.values()))
                ::write);
  }

  @Command(
      name = "places",
      mixinStandardHelpOptions = true,
      description = {
        "Draws land and water without birds, a directory per place: what a probe learns from.",
        "Factors: place."
      })
  int places(@Mixin DrawOptions options) {
    return run(
        options,
        () ->
            new Places(
                    options.size,
                    options.seed,
                    options.splits(),
                    options.changes(PlaceFactor.values()))
                ::write);
  }

  @Command(
      name = "faces",
      mixinStandardHelpOptions = true,
      description = {
        "Draws faces with twelve of CelebA's attributes, and masks of their parts.",
        "Factors: each attribute, and bow_tie, which no label names; 0 or 1."
      })
  int faces(
      @Mixin DrawOptions options,
      @Option(
              names = "--correlate",
              paramLabel = "A:B=D",
              description = {
                "make B more frequent by D among faces with A than among others, -1 to 1; can be"
                    + " repeated (default: as docs/generators.md lists them)"
              })
          @Nullable Map<String, Double> correlate,
      @Option(
              names = "--confounder",
              paramLabel = "STRENGTH",
              description = {
                "let men wear bow ties, which no label names, with this probability, and others"
                    + " with the rest of it; 0.5 tells nothing, 1 all (default: nobody does)"
              })
          @Nullable Double confounder) {
    return run(
        options,
        () ->
            new Faces(
                    labels(correlate),
                    confounder,
                    options.size,
                    options.seed,
                    options.splits(),
                    options.changes(Trait.factors()))
                ::write);
  }

  @Command(
      name = "shapes",
      mixinStandardHelpOptions = true,
      description = {
        "Draws six shapes on seven textures in four colours, barred or not, with masks: a broad"
            + " task for an encoder.",
        "Factors: shape, texture, colour, bars."
      })
  int shapes(@Mixin DrawOptions options) {
    return run(
        options,
        () ->
            new Shapes(
                    options.size,
                    options.seed,
                    options.splits(),
                    options.changes(ShapeFactor.values()))
                ::write);
  }

  @Command(
      name = "example",
      mixinStandardHelpOptions = true,
      description = {
        "Draws a small data set with known truth in the files of a published layout, to try the"
            + " layout out or to see how it lies (docs/data.md)."
      })
  int example(
      @Parameters(paramLabel = "LAYOUT", description = "one of those in docs/data.md")
          String layout,
      @Option(names = "--out", required = true, description = "directory to make") Path out,
      @Option(
              names = "--count",
              defaultValue = "60",
              description = "pictures (default: ${DEFAULT-VALUE})")
          int count,
      @Option(
              names = "--seed",
              defaultValue = "0",
              description = "seed (default: ${DEFAULT-VALUE})")
          long seed) {
    try {
      Examples.write(Layout.of(layout), out, count, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    System.err.printf("%,d pictures in %s%n", count, out);
    return 0;
  }

  private static LabelModel labels(@Nullable Map<String, Double> correlate) {
    LabelModel model = LabelModel.DEFAULT;
    Trait[] labels = Trait.LABELS.toArray(new Trait[0]);
    for (Map.Entry<String, Double> pair :
        correlate == null ? Set.<Map.Entry<String, Double>>of() : correlate.entrySet()) {
      String[] names = pair.getKey().split(":", -1);
      if (names.length != 2) {
        throw new IllegalArgumentException(
            "--correlate is A:B=D, as Male:Big_Nose=0.6, not \"%s=%s\""
                .formatted(pair.getKey(), pair.getValue()));
      }
      model =
          model.with(
              Factor.named(labels, names[0]), Factor.named(labels, names[1]), pair.getValue());
    }
    return model;
  }

  private static int run(DrawOptions options, Supplier<DrawOptions.Writer> generator) {
    try {
      return options.write(generator.get());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
