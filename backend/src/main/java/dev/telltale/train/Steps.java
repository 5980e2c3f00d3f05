package dev.telltale.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.telltale.model.Gradients;
import dev.telltale.train.Batches.Batch;
import dev.telltale.train.Objective.Reconstruction;
import dev.telltale.train.Seeds.Purpose;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of an epoch: each batch's tensors live and die with its step. Belongs to one
 * thread.
 */
final class Steps implements AutoCloseable {
  private final TrainingSpec spec;
  private final Lesson lesson;
  private final Network network;
  private final Optimizer optimizer;
  private final NDManager manager;
  private final List<ByteBuffer> buffers;
  private final int[] usable;

  /** Told after each batch how many are done, and asked whether to go on. */
  interface Watch {
    boolean goesOn(int batch, Tally soFar);
  }

  /**
   * @param network stays the caller's to close, as the optimiser does
   */
  Steps(TrainingSpec spec, Lesson lesson, Network network, Optimizer optimizer, Device device) {
    this.spec = spec;
    this.lesson = lesson;
    this.network = network;
    this.optimizer = optimizer;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    this.buffers = Batches.buffers(lesson.learning().part(), spec.batch());
    this.usable = lesson.learning().usable();
  }

  /** Images that are learnt from. */
  int images() {
    return usable.length;
  }

  /** Steps of an epoch. */
  int batches() {
    return usable.length / spec.batch();
  }

  /** The learning rate of a step of an epoch, both from 0. */
  double rate(int epoch, int batch, double most) {
    long all = (long) spec.epochs() * batches();
    return spec.schedule().at((long) epoch * batches() + batch, all, most);
  }

  /**
   * One pass over the images that are learnt from, in an order of the epoch's own.
   *
   * @param epoch from 0
   * @param most the greatest learning rate
   * @return what was learnt from; null if the watch ended it in the middle
   * @throws TrainingException if the loss is no finite number
   */
  @Nullable Tally learn(int epoch, double most, Watch watch) throws InterruptedException {
    int[] order = usable.clone();
    Seeds.shuffle(order, Seeds.random(spec.seed(), Purpose.ORDER, epoch, 0));
    TrainingImages part = lesson.learning().part();
    Tally tally = lesson.tally();
    network.trainingMode();
    try (Batches batches =
        new Batches(
            part,
            order,
            spec.batch(),
            buffers,
            true,
            (pixels, place) -> augment(pixels, part, epoch, place))) {
      int number = 0;
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        learn(batch, epoch, number, rate(epoch, number, most), tally);
        number++;
        if (!watch.goesOn(number, tally)) {
          return null;
        }
      }
    }
    return tally;
  }

  /**
   * The loss and accuracies of the stopping split; with an adversary, of its attack on each batch,
   * whose random start is the same in every epoch.
   *
   * @param stop asked after each batch
   * @return null without a stopping split, or when stopped
   */
  @Nullable Tally evaluate(BooleanSupplier stop) throws InterruptedException {
    Answers answers = lesson.stopping();
    if (answers == null) {
      return null;
    }
    Tally tally = lesson.tally();
    network.evaluationMode();
    try (Batches batches =
        new Batches(
            answers.part(),
            answers.usable(),
            spec.batch(),
            buffers,
            false,
            (pixels, place) -> {})) {
      int number = 0;
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        int[] places = batch.places();
        try (NDManager scope = manager.newSubManager()) {
          NDArray images =
              attacked(
                  batch.images(scope, answers.part()),
                  answers,
                  places,
                  Seeds.of(spec.seed(), Purpose.STOPPING_ADVERSARY, 0, number));
          Gradients.unrecorded(
              () -> tally.add(lesson.terms(network.forward(images), images, answers, places)));
        }
        number++;
        if (stop.getAsBoolean()) {
          return null;
        }
      }
    }
    return tally;
  }

  @Override
  public void close() {
    manager.close();
  }

  private void learn(Batch batch, int epoch, int number, double rate, Tally tally) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray images =
          hardened(batch.images(scope, lesson.learning().part()), batch, epoch, number);
      List<Term> terms = Gradients.recorded(() -> terms(images, batch.places(), epoch, number));
      double loss = tally.add(terms);
      if (!Double.isFinite(loss)) {
        throw TrainingException.diverged(
            "epoch %d, batch %d of %d: the loss is %s"
                .formatted(
                    epoch + 1, number + 1, batches(), Double.isNaN(loss) ? "NaN" : "infinite"));
      }
      NDArray sum = Gradients.recorded(() -> Lesson.sum(terms));
      network.zeroGradients();
      Gradients.backward(sum);
      optimizer.step(rate);
    }
  }

  private List<Term> terms(NDArray images, int[] places, int epoch, int number) {
    NDArray inner = network.first(images);
    if (spec.objective() instanceof Reconstruction reconstruction
        && reconstruction.latentNoise() > 0) {
      inner = noisy(inner, reconstruction.latentNoise(), epoch, number);
    }
    return lesson.terms(network.second(inner), images, lesson.learning(), places);
  }

  private NDArray noisy(NDArray code, double deviation, int epoch, int number) {
    SplittableRandom random = Seeds.random(spec.seed(), Purpose.LATENT_NOISE, epoch, number);
    float[] noise = Noise.normals((int) code.size(), random);
    return code.add(code.getManager().create(noise, code.getShape()).mul(deviation));
  }

  /** The images made harder, in evaluation mode, so that each one's attack is its own. */
  private NDArray hardened(NDArray images, Batch batch, int epoch, int number) {
    if (spec.adversary() == null) {
      return images;
    }
    network.evaluationMode();
    NDArray harder =
        attacked(
            images,
            lesson.learning(),
            batch.places(),
            Seeds.of(spec.seed(), Purpose.ADVERSARY, epoch, number));
    network.trainingMode();
    return harder;
  }

  /** In evaluation mode; leaves gradients on the parameters. */
  private NDArray attacked(NDArray images, Answers answers, int[] places, long seed) {
    Pgd adversary = spec.adversary();
    return adversary == null
        ? images
        : adversary.examples(
            images, x -> Lesson.sum(lesson.terms(network.forward(x), x, answers, places)), seed);
  }

  private void augment(float[] pixels, TrainingImages part, int epoch, int place) {
    if (!spec.augmentation().equals(Augmentation.NONE)) {
      spec.augmentation()
          .apply(
              pixels,
              part.height(),
              part.width(),
              Seeds.random(spec.seed(), Purpose.AUGMENTATION, epoch, place));
    }
  }
}
