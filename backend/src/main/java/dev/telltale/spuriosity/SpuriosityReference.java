package dev.telltale.spuriosity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.features.head.Examples;
import dev.telltale.files.Sha256;
import dev.telltale.model.ModelBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What images of a stream are compared with: of each class, how spuriosity is worked out, and how
 * it was spread over the reference images that the model took for that class. An audit writes it, a
 * screening reads it; of a class that has none, nothing is said.
 *
 * <p>The spread is that of the <em>predictions</em>, not of the labels: among the images that a
 * model with a shortcut calls waterbirds, the cue is stronger than among waterbirds. A stream that
 * is like the reference has rank percentiles spread evenly over 0 to 1 for each predicted class,
 * however wrong the model is.
 *
 * @param encoder name of the model whose features these are
 * @param hash identity of its bundle
 * @param classes those that have a reference, by their index
 */
public record SpuriosityReference(String encoder, String hash, List<OfClass> classes) {
  /** Name of the document in a report. */
  public static final String NAME = "reference";

  /** A class with fewer reference images has no percentiles. */
  public static final int FEWEST_IMAGES = 20;

  /** Quantiles kept of a class with more images. */
  public static final int MOST_QUANTILES = 1001;

  private static final int MOST_CLASSES = 100_000;
  private static final int ID_DIGITS = 16;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * The reference of one class.
   *
   * @param index the class among the audit's
   * @param name its label
   * @param predictions the model's classes, by index, that mean it
   * @param spurious S(c), the channels
   * @param mean μ of each over the class's images
   * @param sd σ of each
   * @param quantiles the spuriosities of the images predicted as it, rising: all, or {@link
   *     #MOST_QUANTILES} evenly spaced by rank from the lowest to the highest
   * @param n how many images were predicted as it
   */
  public record OfClass(
      @JsonProperty("class") int index,
      String name,
      int[] predictions,
      int[] spurious,
      double[] mean,
      double[] sd,
      double[] quantiles,
      int n) {

    /**
     * The spuriosity of an image for this class.
     *
     * @param pooled r of several images, all C features of each
     * @param at where those of this image begin
     */
    public double spuriosity(float[] pooled, int at) {
      return cues().spuriosity(pooled, at);
    }

    /** The rank percentile of a spuriosity, see {@link Ranking#percentile}; from 0 to 1. */
    public double percentile(double spuriosity) {
      return Ranking.percentile(quantiles, spuriosity);
    }

    private ClassCues cues() {
      return new ClassCues(index, spurious, mean, sd);
    }

    private Optional<String> fault() {
      if (name == null || name.isBlank()) {
        return Optional.of("has no name");
      }
      if (predictions == null || predictions.length == 0) {
        return Optional.of("has no predictions");
      }
      if (spurious == null || mean == null || sd == null || quantiles == null) {
        return Optional.of("needs spurious, mean, sd and quantiles");
      }
      if (spurious.length != mean.length || spurious.length != sd.length) {
        return Optional.of("has not as many of spurious, mean and sd");
      }
      if (IntStream.concat(Arrays.stream(spurious), Arrays.stream(predictions))
          .anyMatch(i -> i < 0)) {
        return Optional.of("names a channel or a prediction below 0");
      }
      boolean numbers =
          Arrays.stream(mean).allMatch(Double::isFinite)
              && Arrays.stream(sd).allMatch(d -> d >= 0 && Double.isFinite(d))
              && Arrays.stream(quantiles).allMatch(Double::isFinite);
      if (!numbers) {
        return Optional.of("has a mean, sd or quantile that is no number");
      }
      if (quantiles.length < FEWEST_IMAGES || quantiles.length > MOST_QUANTILES) {
        return Optional.of(
            "has %d quantiles, not %d to %d"
                .formatted(quantiles.length, FEWEST_IMAGES, MOST_QUANTILES));
      }
      if (n < quantiles.length) {
        return Optional.of("has more quantiles than images (n)");
      }
      for (int i = 1; i < quantiles.length; i++) {
        if (quantiles[i] < quantiles[i - 1]) {
          return Optional.of("has quantiles that do not rise");
        }
      }
      return cues().missing();
    }
  }

  /**
   * Copies the classes.
   *
   * @throws ReferenceException naming the class that is not as its record says
   */
  public SpuriosityReference {
    if (encoder == null || encoder.isBlank() || hash == null || hash.isBlank()) {
      throw new ReferenceException("encoder and hash, of a bundle, are both needed");
    }
    if (classes == null
        || classes.stream().anyMatch(Objects::isNull)
        || classes.size() > MOST_CLASSES) {
      throw new ReferenceException("classes, a list of at most " + MOST_CLASSES + ", is needed");
    }
    classes = List.copyOf(classes);
    Set<Integer> taken = new TreeSet<>();
    for (OfClass one : classes) {
      one.fault()
          .ifPresent(
              fault -> {
                throw new ReferenceException("class " + one.index + " " + fault);
              });
      for (int prediction : one.predictions) {
        if (!taken.add(prediction)) {
          throw new ReferenceException("two classes are the prediction " + prediction);
        }
      }
    }
  }

  /**
   * Takes the reference of a set of images; classes that have no ranking, or fewer than {@link
   * #FEWEST_IMAGES} images predicted as them, are left out.
   *
   * @param names of the classes
   * @param predictions the model's classes that mean each
   * @param cues of each class
   * @param examples the images
   * @param predicted the class of each image by its prediction; −1 for none
   */
  public static SpuriosityReference of(
      ModelBundle encoder,
      List<String> names,
      List<Set<Integer>> predictions,
      List<ClassCues> cues,
      Examples examples,
      int[] predicted) {
    List<List<Double>> scores = new ArrayList<>();
    names.forEach(name -> scores.add(new ArrayList<>()));
    float[] row = new float[examples.channels()];
    for (int i = 0; i < predicted.length; i++) {
      if (predicted[i] >= 0 && cues.get(predicted[i]).missing().isEmpty()) {
        examples.features(i, row, 0);
        scores.get(predicted[i]).add(cues.get(predicted[i]).spuriosity(row, 0));
      }
    }
    List<OfClass> classes = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      double[] sorted = scores.get(c).stream().mapToDouble(s -> s).sorted().toArray();
      if (sorted.length >= FEWEST_IMAGES && !predictions.get(c).isEmpty()) {
        ClassCues of = cues.get(c);
        classes.add(
            new OfClass(
                c,
                names.get(c),
                predictions.get(c).stream().mapToInt(i -> i).sorted().toArray(),
                of.features(),
                of.mean(),
                of.deviation(),
                spaced(sorted),
                sorted.length));
      }
    }
    return new SpuriosityReference(encoder.spec().name(), encoder.hash(), classes);
  }

  /** Values that were there, so that equal ones stay as frequent as they are. */
  private static double[] spaced(double[] sorted) {
    if (sorted.length <= MOST_QUANTILES) {
      return sorted;
    }
    double step = (sorted.length - 1.0) / (MOST_QUANTILES - 1);
    return IntStream.range(0, MOST_QUANTILES)
        .mapToDouble(i -> sorted[(int) Math.round(i * step)])
        .toArray();
  }

  /**
   * Reads the file that an audit wrote, for the bundle that is to screen.
   *
   * @throws ReferenceException in one line, naming the file, when it cannot be read, is no
   *     reference, or belongs to another bundle
   */
  public static SpuriosityReference read(Path file, ModelBundle bundle) {
    SpuriosityReference reference;
    try {
      reference = JSON.readValue(Files.readAllBytes(file), SpuriosityReference.class);
    } catch (JacksonException e) {
      Throwable cause = e.getCause() instanceof ReferenceException own ? own : null;
      throw new ReferenceException(
          "%s: not a reference of spuriosity: %s; take the document `reference` of an audit"
              .formatted(
                  file, cause == null ? oneLine(e.getOriginalMessage()) : cause.getMessage()),
          e);
    } catch (NoSuchFileException e) {
      throw new ReferenceException(file + ": no such file", e);
    } catch (IOException e) {
      throw new ReferenceException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (reference == null) {
      throw new ReferenceException(file + ": not a reference of spuriosity but null");
    }
    if (reference.classes.isEmpty()) {
      throw new ReferenceException(file + ": ranks no class");
    }
    if (!reference.hash.equals(bundle.hash())) {
      throw new ReferenceException(
          "%s: of the model %s (%s), not of %s (%s); audit that one with the method spuriosity, or give the model by --model"
              .formatted(
                  file, reference.encoder, reference.hash, bundle.spec().name(), bundle.hash()));
    }
    return reference;
  }

  /** The file: JSON, numbers in full so that equal spuriosities stay equal. */
  public byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Identity of its contents: the first 16 hex digits of a SHA-256. */
  public String id() {
    return Sha256.of(json()).substring(0, ID_DIGITS);
  }

  /** The number of channels that the encoder must have at least. */
  public int channels() {
    return 1 + classes.stream().flatMapToInt(one -> Arrays.stream(one.spurious)).max().orElse(-1);
  }

  private static String oneLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
