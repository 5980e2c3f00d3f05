package dev.telltale.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Task;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether an autoencoder's codes are fit for counterfactuals: a classifier reads reconstructions as
 * it reads originals, and a step along its gradient in the code changes its answer by a way that is
 * smooth.
 */
final class FaceLatents {
  private static final int BATCH = 50;
  private static final int FRAMES = 5;

  /** Lengths of latent shifts that are tried, each twice the one before. */
  private static final double FIRST_SHIFT = .5;

  private static final double LAST_SHIFT = 5000;

  /** Shown on the sheets: at most so many faces. */
  private static final int SHOWN = 12;

  /**
   * One attribute.
   *
   * @param originals accuracy on the images
   * @param reconstructions accuracy on what the autoencoder makes of them
   * @param turned share of the images whose answer a latent shift turns over
   * @param unevenness of the way there, over the images turned: the longest of its steps in pixels
   *     over their mean, the median; 1 for an even way. NaN where none was turned
   */
  record Reading(
      String attribute,
      double originals,
      double reconstructions,
      double turned,
      double unevenness) {}

  /** What was found, and pictures of it. */
  record Found(List<Reading> readings, double psnr, byte[] sheet, byte[] shifts) {}

  private FaceLatents() {}

  /**
   * Looks at them.
   *
   * @param shifted how many images latent shifts are tried on
   */
  static Found of(ModelBundle autoencoder, ModelBundle classifier, DataSet faces, int shifted) {
    List<String> attributes = classifier.spec().classes();
    int images = faces.samples().size();
    boolean[][] truth = new boolean[attributes.size()][];
    for (int k = 0; k < truth.length; k++) {
      truth[k] = truth(faces, attributes.get(k));
    }
    int[] original = new int[truth.length];
    int[] reconstructed = new int[truth.length];
    double squares = 0;
    List<RgbImage> sheet = new ArrayList<>();
    try (Autoencoder network = new Autoencoder(autoencoder, classifier)) {
      for (int from = 0; from < images; from += BATCH) {
        try (NDManager scope = network.newScope()) {
          NDArray batch = images(scope, faces, from, Math.min(images, from + BATCH));
          NDArray again = network.decode(network.encode(batch));
          count(network.probabilities(batch), truth, from, original);
          count(network.probabilities(again), truth, from, reconstructed);
          squares += again.sub(batch).square().sum().getFloat();
          if (from == 0) {
            sheet.addAll(pictures(batch, SHOWN));
            sheet.addAll(pictures(again, SHOWN));
          }
        }
      }
      List<Reading> readings = new ArrayList<>();
      List<RgbImage> frames = new ArrayList<>();
      for (int k = 0; k < truth.length; k++) {
        Shifts shifts = shifts(network, faces, shifted, k);
        readings.add(
            new Reading(
                attributes.get(k),
                (double) original[k] / images,
                (double) reconstructed[k] / images,
                shifts.turned(),
                shifts.unevenness()));
        frames.addAll(shifts.frames());
      }
      double meanSquare = squares / ((double) images * 3 * Workshop.SIZE * Workshop.SIZE);
      return new Found(
          readings,
          -10 * Math.log10(meanSquare),
          Png.write(ContactSheet.of(sheet, SHOWN, 2)),
          Png.write(ContactSheet.of(frames, 2 * (FRAMES + 1), 2)));
    }
  }

  private record Shifts(double turned, double unevenness, List<RgbImage> frames) {}

  private static Shifts shifts(Autoencoder network, DataSet faces, int count, int attribute) {
    int turned = 0;
    List<Double> unevenness = new ArrayList<>();
    List<RgbImage> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (NDManager scope = network.newScope()) {
        NDArray image = images(scope, faces, i, i + 1);
        NDArray code = network.encode(image);
        NDArray gradient = network.gradient(code, attribute);
        NDArray start = code.stopGradient();
        boolean present = probability(network, network.decode(start), attribute) > .5;
        NDArray direction = present ? gradient.neg() : gradient;
        @Nullable Double shift = turning(network, start, direction, attribute, present);
        if (shift == null) {
          continue;
        }
        turned++;
        List<NDArray> way = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
          way.add(network.decode(start.add(direction.mul(shift * frame / (FRAMES - 1)))));
        }
        unevenness.add(unevenness(way));
        if (frames.size() < 2 * (FRAMES + 1)) {
          frames.addAll(pictures(image, 1));
          way.forEach(step -> frames.addAll(pictures(step, 1)));
        }
      }
    }
    while (frames.size() < 2 * (FRAMES + 1)) {
      frames.add(blank());
    }
    double[] sorted = unevenness.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Shifts(
        (double) turned / count,
        sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2],
        frames);
  }

  /** The first shift that turns the answer over; null if none does. */
  private static @Nullable Double turning(
      Autoencoder network, NDArray start, NDArray direction, int attribute, boolean present) {
    for (double shift = FIRST_SHIFT; shift <= LAST_SHIFT; shift *= 2) {
      NDArray shown = network.decode(start.add(direction.mul(shift)));
      if (probability(network, shown, attribute) > .5 != present) {
        return shift;
      }
    }
    return null;
  }

  private static double unevenness(List<NDArray> way) {
    double longest = 0;
    double all = 0;
    for (int i = 1; i < way.size(); i++) {
      double step = Math.sqrt(way.get(i).sub(way.get(i - 1)).square().sum().getFloat());
      longest = Math.max(longest, step);
      all += step;
    }
    return all == 0 ? 1 : longest / (all / (way.size() - 1));
  }

  private static double probability(Autoencoder network, NDArray image, int attribute) {
    return network.probabilities(image).toFloatArray()[attribute];
  }

  private static void count(NDArray probabilities, boolean[][] truth, int from, int[] right) {
    float[] all = probabilities.toFloatArray();
    for (int i = 0; i < all.length / truth.length; i++) {
      for (int k = 0; k < truth.length; k++) {
        right[k] += all[i * truth.length + k] > .5 == truth[k][from + i] ? 1 : 0;
      }
    }
  }

  private static boolean[] truth(DataSet faces, String attribute) {
    DataSet asked = faces.as(new Task(attribute, null));
    boolean[] truth = new boolean[asked.samples().size()];
    String yes = asked.classes().get(asked.classes().size() - 1);
    for (int i = 0; i < truth.length; i++) {
      truth[i] = Objects.equals(asked.samples().label(i), yes);
    }
    return truth;
  }

  private static NDArray images(NDManager scope, DataSet faces, int from, int to) {
    float[][] pixels = new float[to - from][3 * Workshop.SIZE * Workshop.SIZE];
    for (int i = from; i < to; i++) {
      Answers.pixels(faces.samples().get(i), pixels[i - from], 0);
    }
    return Autoencoder.images(scope, pixels);
  }

  private static List<RgbImage> pictures(NDArray batch, int most) {
    float[] values = batch.toFloatArray();
    int area = Workshop.SIZE * Workshop.SIZE;
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < Math.min(most, values.length / (3 * area)); i++) {
      byte[] rgb = new byte[3 * area];
      for (int pixel = 0; pixel < area; pixel++) {
        for (int channel = 0; channel < 3; channel++) {
          float value = values[(3 * i + channel) * area + pixel];
          rgb[3 * pixel + channel] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
        }
      }
      pictures.add(new RgbImage(Workshop.SIZE, Workshop.SIZE, rgb));
    }
    return pictures;
  }

  private static RgbImage blank() {
    byte[] white = new byte[3 * Workshop.SIZE * Workshop.SIZE];
    Arrays.fill(white, (byte) 255);
    return new RgbImage(Workshop.SIZE, Workshop.SIZE, white);
  }
}
