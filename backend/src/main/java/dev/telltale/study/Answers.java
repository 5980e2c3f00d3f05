package dev.telltale.study;

import ai.djl.Device;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelBundle;
import dev.telltale.saliency.MaskScore;
import dev.telltale.screening.Screener;
import dev.telltale.screening.Screener.Screened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a classifier answers to the images of a drawn data set with masks, and where it looks.
 *
 * @param samples the images
 * @param correct whether its answer was right
 * @param mask mask score with the image's own mask; NaN where the map is all zero
 * @param shuffled mask score of the same map with the mask of another image: what the positions and
 *     sizes of objects alone give
 */
record Answers(List<Sample> samples, boolean[] correct, double[] mask, double[] shuffled) {

  /** Asks a bundle about all images of a data set. */
  static Answers of(ModelBundle bundle, DataSet dataSet) {
    List<Sample> samples = dataSet.samples();
    int height = bundle.spec().height();
    int width = bundle.spec().width();
    List<float[]> masks = new ArrayList<>();
    List<Screened> screened = new ArrayList<>();
    try (Classifier classifier = Classifier.load(bundle, Device.cpu())) {
      Screener screener = new Screener(classifier, bundle.spec());
      for (int from = 0; from < samples.size(); from += Screener.MAX_BATCH) {
        List<Screener.Input> inputs = new ArrayList<>();
        for (Sample sample :
            samples.subList(from, Math.min(samples.size(), from + Screener.MAX_BATCH))) {
          float[] mask = mask(sample, height, width);
          masks.add(mask);
          inputs.add(new Screener.Input(pixels(sample, height, width), mask));
        }
        screened.addAll(screener.screen(inputs));
      }
    }
    List<String> classes = bundle.spec().classes();
    boolean[] correct = new boolean[samples.size()];
    double[] own = new double[samples.size()];
    double[] shuffled = new double[samples.size()];
    for (int i = 0; i < correct.length; i++) {
      Screened answer = screened.get(i);
      correct[i] = classes.get(answer.predictedIndex()).equals(samples.get(i).label());
      own[i] = answer.maskScore() == null ? Double.NaN : answer.maskScore();
      // Half the images away, so that neighbours drawn alike do not meet.
      float[] other = masks.get((i + correct.length / 2) % correct.length);
      shuffled[i] =
          MaskScore.of(
                  answer.attention(), answer.mapHeight(), answer.mapWidth(), other, height, width)
              .value();
    }
    return new Answers(samples, correct, own, shuffled);
  }

  /** Groups of the images by label and one attribute: a number for each image, from 0. */
  int[] groups(String attribute) {
    return groups(samples, attribute);
  }

  static int[] groups(List<Sample> samples, String attribute) {
    List<String> names =
        samples.stream().map(sample -> group(sample, attribute)).distinct().sorted().toList();
    return samples.stream().mapToInt(sample -> names.indexOf(group(sample, attribute))).toArray();
  }

  private static String group(Sample sample, String attribute) {
    return sample.label() + " " + sample.groups().get(attribute);
  }

  /** Share of right answers among some images; NaN if none is wanted. */
  double accuracy(int[] images, IntPredicate wanted) {
    long all = IntStream.of(images).filter(wanted).count();
    long right = IntStream.of(images).filter(wanted).filter(i -> correct[i]).count();
    return all == 0 ? Double.NaN : (double) right / all;
  }

  /** How many images. */
  int size() {
    return correct.length;
  }

  /** Share of right answers in the group that has the lowest, among some images. */
  double worstGroup(int[] groups, int[] images) {
    return worstGroup(correct, groups, images);
  }

  static double worstGroup(boolean[] correct, int[] groups, int[] images) {
    int count = Arrays.stream(groups).max().orElse(0) + 1;
    int[] right = new int[count];
    int[] all = new int[count];
    for (int i : images) {
      all[groups[i]]++;
      right[groups[i]] += correct[i] ? 1 : 0;
    }
    return IntStream.range(0, count)
        .filter(group -> all[group] > 0)
        .mapToDouble(group -> (double) right[group] / all[group])
        .min()
        .orElse(Double.NaN);
  }

  /** Share of a data set's images that a classifier gets right. */
  static double accuracy(ModelBundle bundle, DataSet dataSet) {
    List<Sample> samples = dataSet.samples();
    List<String> classes = bundle.spec().classes();
    int right = 0;
    try (Classifier classifier = Classifier.load(bundle, Device.cpu())) {
      Screener screener = new Screener(classifier, bundle.spec());
      for (Sample sample : samples) {
        float[] pixels = pixels(sample, bundle.spec().height(), bundle.spec().width());
        Screened answer = screener.screen(List.of(new Screener.Input(pixels, null))).get(0);
        right += classes.get(answer.predictedIndex()).equals(sample.label()) ? 1 : 0;
      }
    }
    return (double) right / samples.size();
  }

  /** Reads a square drawn image of the usual size into a batch, from a place on. */
  static void pixels(Sample sample, float[] batch, int at) {
    float[] image = pixels(sample, Workshop.SIZE, Workshop.SIZE);
    System.arraycopy(image, 0, batch, at, image.length);
  }

  private static float[] pixels(Sample sample, int height, int width) {
    try {
      return ModelInput.of(Pictures.decode(Files.readAllBytes(sample.image())), height, width);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableImageException e) {
      throw new IllegalStateException(sample.image() + " was drawn, and cannot be read", e);
    }
  }

  private static float[] mask(Sample sample, int height, int width) {
    try {
      return ModelInput.ofMask(
          Pictures.decodeMask(Files.readAllBytes(Objects.requireNonNull(sample.mask()))),
          height,
          width);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableImageException e) {
      throw new IllegalStateException(sample.mask() + " was drawn, and cannot be read", e);
    }
  }
}
