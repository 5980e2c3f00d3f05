package dev.telltale.study;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.shapes.Shapes;
import dev.telltale.model.Gradients;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.TrainableModule;
import dev.telltale.train.Loss;
import dev.telltale.train.Objective;
import dev.telltale.train.Pgd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Drawn shapes, and the encoders that learn from them. */
record ShapeNetworks(Workshop workshop) {
  /** What an encoder learns to tell, one column of the data set each. */
  static final List<String> COLUMNS = List.of("shape", "texture", "colour", "bars");

  /** The changes that a robust encoder withstands, and is attacked with. */
  static final Pgd ATTACK = new Pgd(Pgd.Norm.L2, 1, .7, 3);

  /** A stronger one, to report on. */
  private static final Pgd STRONGER = new Pgd(Pgd.Norm.L2, 1, .3, 7);

  private static final int BATCH = 32;

  /** An encoder, by adversarial training or without. */
  ModelBundle encoder(boolean robust, long seed) throws InterruptedException {
    return encoder("shapes-%s-%d".formatted(robust ? "robust" : "plain", seed), robust, seed);
  }

  /** The same under a name. */
  ModelBundle encoder(String name, boolean robust, long seed) throws InterruptedException {
    BirdNetworks birds = new BirdNetworks(workshop);
    return workshop.trained(
        name,
        birds
            .learner(new Objective.Columns(COLUMNS.stream().map(ShapeNetworks::term).toList()), 8)
            .learningRate(4e-3)
            .adversary(robust ? ATTACK : null)
            .seed(seed),
        images(SeedSpace.TRAINING, workshop.setting().number(4000, 128), seed),
        null);
  }

  /**
   * What a linear head finds in an encoder's features.
   *
   * @param accuracy on images to report on
   * @param attacked the same after {@link #STRONGER} attacks, on fewer of them
   */
  record Probe(double accuracy, double attacked) {}

  /** Fits a head for one column, and attacks encoder and head together. */
  Probe probe(ModelBundle encoder, String name, String column) throws InterruptedException {
    StudySetting setting = workshop.setting();
    Task task = new Task(term(column), null);
    Path kept = setting.work().resolve("features");
    DataSet learning =
        images(SeedSpace.TUNING, setting.number(3000, 128), setting.firstSeed()).as(task);
    DataSet reporting =
        images(SeedSpace.REPORTING, setting.number(1000, 60), setting.firstSeed()).as(task);
    Features learnt =
        Features.of(encoder, learning, kept.resolve(name + "-shapes-learn-" + column));
    Features reported =
        Features.of(encoder, reporting, kept.resolve(name + "-shapes-report-" + column));
    LinearHead head = learnt.head(encoder);
    return new Probe(
        reported.accuracy(head),
        attacked(encoder, head, reported, reporting, setting.number(320, 32)));
  }

  private static double attacked(
      ModelBundle encoder, LinearHead head, Features features, DataSet dataSet, int count) {
    int right = 0;
    try (TrainableModule network =
            TrainableModule.load(encoder.directory().resolve("features.pt"), Device.cpu());
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      network.evaluationMode();
      NDArray weight = manager.create(head.weight()).transpose(); // [C,K]
      NDArray bias = manager.create(head.bias());
      for (int from = 0; from < count; from += BATCH) {
        try (NDManager scope = manager.newSubManager()) {
          int size = Math.min(BATCH, count - from);
          float[] pixels = new float[size * 3 * Workshop.SIZE * Workshop.SIZE];
          long[] labels = new long[size];
          for (int i = 0; i < size; i++) {
            Answers.pixels(dataSet.samples().get(from + i), pixels, i * pixels.length / size);
            labels[i] = features.table().label(from + i);
          }
          NDArray images = scope.create(pixels, new Shape(size, 3, Workshop.SIZE, Workshop.SIZE));
          NDArray truth = scope.create(labels);
          UnaryOperator<NDArray> logits = x -> pooled(network.forward(x)).matMul(weight).add(bias);
          NDArray found =
              STRONGER.examples(images, x -> Loss.crossEntropy(logits.apply(x), truth, null), from);
          network.zeroGradients();
          NDArray answers = Gradients.unrecorded(() -> logits.apply(found)).argMax(1);
          right += (int) answers.eq(truth).toType(DataType.INT64, false).sum().getLong();
        }
      }
    }
    return (double) right / count;
  }

  /** The mean over the map: [B,C,h,w] → [B,C]. */
  private static NDArray pooled(NDArray map) {
    Shape shape = map.getShape();
    return map.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
  }

  /** The shape is the data set's label. */
  private static String term(String column) {
    return column.equals("shape") ? "label" : column;
  }

  private DataSet images(SeedSpace space, int count, long seed) {
    return workshop.drawn(
        "shapes-%s-%d-%d".formatted(space.label(), count, seed),
        directory ->
            new Shapes(Workshop.SIZE, seed, Splits.only(null, space), Map.of())
                .write(directory, count, done -> {}));
  }
}
