package dev.telltale.dataset.faces;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.drawn.DrawnDirectory;
import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.image.Mask;
import dev.telltale.image.Png;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Drawn faces: as many as one likes, each a function of the seed and its number alone. The same
 * numbers give the same pixels on every machine.
 *
 * @param labels which attributes go together
 * @param confounder the probability that a man wears a bow tie, and that anybody else does not: .5
 *     if it tells nothing, 1 if it tells all; null if nobody wears one
 * @param size height and width in pixels, at least 16
 * @param seed of everything that is drawn, from 0; what is drawn for different splits never meets
 * @param splits which pictures are for training, for stopping it and for reporting
 * @param changes values of traits that every face has, whatever it would have else; what goes with
 *     them stays as it was, and the labels are those of the faces so changed
 */
public record Faces(
    LabelModel labels,
    @Nullable Double confounder,
    int size,
    long seed,
    Splits splits,
    Map<Trait, String> changes) {
  private static final String ATTRIBUTES = "list_attr_celeba.txt";
  private static final String PARTITION = "list_eval_partition.txt";
  private static final String CONFOUNDER = "confounder.csv";
  private static final String IMAGES = "img_align_celeba";
  private static final String MASKS = "CelebAMask-HQ-mask-anno";
  private static final int PER_DIRECTORY = 2000;

  private static final long LABEL = 1;
  private static final long TIE = 2;
  private static final long TONE = 3;
  private static final long FACE = 4;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Faces {
    if (confounder != null && !(confounder >= 0 && confounder <= 1)) {
      throw new IllegalArgumentException("the confounder must be from 0 to 1, not " + confounder);
    }
    DrawnDirectory.checkedSize(size);
    SeedSpace.checked(seed);
    changes = Map.copyOf(changes);
    changes.forEach(Trait::choice);
  }

  /** With the default labels and splits, and nothing that no label names. */
  public Faces(int size, long seed) {
    this(LabelModel.DEFAULT, null, size, seed, Splits.DEFAULT, Map.of());
  }

  /**
   * What is in a picture.
   *
   * @param index its number, from 0
   */
  public Face face(int index) {
    long drawn = splits.of(seed, index).space().of(seed);
    Set<Trait> traits = labels.draw(Draws.of(drawn, LABEL).split(index));
    if (confounder != null) {
      boolean agrees = Draws.of(drawn, TIE).split(index).chance(confounder);
      if (traits.contains(Trait.MALE) == agrees) {
        traits.add(Trait.BOW_TIE);
      }
    }
    double tone = .7 + .2 * Draws.of(drawn, TONE).split(index).normal();
    Face face =
        new Face(
            traits, Math.max(.15, Math.min(1, tone)), Draws.of(drawn, FACE).split(index).next());
    for (Map.Entry<Trait, String> change : changes.entrySet()) {
      face = face.with(change.getKey(), change.getKey().choice(change.getValue()) == 1);
    }
    return face;
  }

  /**
   * Paints a face, this data set's or one {@linkplain Face#with changed}: pixels that the change
   * does not touch are equal.
   */
  public FacePainting paint(Face face) {
    return paint(face, size, size);
  }

  /**
   * Paints a face.
   *
   * @param width columns of the picture
   * @param height rows of the picture
   */
  public static FacePainting paint(Face face, int width, int height) {
    return FacePainter.paint(face, width, height);
  }

  /**
   * Writes the first faces in CelebA's layout, with masks of their parts as CelebAMask-HQ names
   * them: {@code list_attr_celeba.txt}, {@code list_eval_partition.txt}, {@code
   * img_align_celeba/000001.png}, {@code CelebAMask-HQ-mask-anno/0/00001_skin.png}. Who wears a bow
   * tie is in {@code confounder.csv}, where anybody may. The attributes come last: where they are,
   * the data set is whole, and where writing was interrupted it can be done again.
   *
   * @param out a directory that is empty or not there yet
   * @param count pictures to write, 1 to a million
   * @param progress told how many are written, from several threads, in no order
   * @throws DataSetException if the directory holds other files or cannot be written
   */
  public void write(Path out, int count, IntConsumer progress) {
    DrawnDirectory directory =
        new DrawnDirectory(
            out,
            "faces %s %s %d %d %s %s"
                .formatted(labels, confounder, size, seed, splits, new TreeMap<>(changes)),
            ATTRIBUTES);
    directory.write(
        count,
        progress,
        index -> {
          FacePainting painting = paint(face(index));
          directory.file(IMAGES + "/" + name(index), Png.write(painting.image()));
          int number = index + 1;
          String masks = "%s/%d/%05d_".formatted(MASKS, number / PER_DIRECTORY, number);
          for (Map.Entry<Part, Mask> part : painting.parts().entrySet()) {
            directory.file(masks + part.getKey().label() + ".png", Png.write(part.getValue()));
          }
        },
        () -> lists(count));
  }

  private Map<String, String> lists(int count) {
    StringBuilder attributes = new StringBuilder(count + "\n");
    attributes.append(
        Trait.LABELS.stream().map(Trait::label).collect(Collectors.joining(" ", "", " \n")));
    StringBuilder partition = new StringBuilder();
    StringBuilder ties = new StringBuilder("image_id,bow_tie\n");
    for (int index = 0; index < count; index++) {
      Face face = face(index);
      attributes.append(name(index));
      Trait.LABELS.forEach(trait -> attributes.append(face.has(trait) ? "  1" : " -1"));
      attributes.append('\n');
      partition.append(name(index)).append(' ').append(splits.of(seed, index).code()).append('\n');
      ties.append(name(index)).append(face.has(Trait.BOW_TIE) ? ",1\n" : ",0\n");
    }
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put(PARTITION, partition.toString());
    if (confounder != null || changes.containsKey(Trait.BOW_TIE)) {
      lists.put(CONFOUNDER, ties.toString());
    }
    lists.put(ATTRIBUTES, attributes.toString());
    return lists;
  }

  private static String name(int index) {
    return "%06d.png".formatted(index + 1);
  }
}
