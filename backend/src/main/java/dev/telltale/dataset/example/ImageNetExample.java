package dev.telltale.dataset.example;

import dev.telltale.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Draws shapes as six classes of ImageNet, two of one name: training pictures by class, with the
 * masks of Salient ImageNet, and validation pictures flat, with Kaggle's list of their classes.
 */
final class ImageNetExample implements ExampleDrawer {
  private static final int SIZE = 96;

  /** What a network sees of a picture, and the size of the masks of features. */
  private static final double SEEN = 224. / 256;

  private static final int MASK_SIZE = 224;
  private static final int CORE = 59;
  private static final int SPURIOUS = 1697;
  private static final int ANSWERS = 5;

  private record Kind(int index, String id, String name) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(0, "n01440764", "tench"),
          new Kind(2, "n01484850", "great_white_shark"),
          new Kind(94, "n01833805", "hummingbird"),
          new Kind(134, "n02012849", "crane"),
          new Kind(517, "n03126707", "crane"),
          new Kind(954, "n07753592", "banana"));

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    StringBuilder solution = new StringBuilder("ImageId,PredictionString\n");
    for (int i = 0; i < count; i++) {
      Kind kind = KINDS.get(i % KINDS.size());
      // Three of four have the ground of their class, so that it is a cue.
      int ground = i / KINDS.size() % 4 == 3 ? i : kind.index;
      Still still = Still.draw(kind.index, ground, SIZE, SIZE, seed * 1_000_003 + i);
      if (i / KINDS.size() % 3 == 2) {
        String name = "ILSVRC2012_val_%08d".formatted(i);
        Jpeg.write(dir.resolve("val").resolve(name + ".JPEG"), still.image());
        int[] box = Still.box(still.mask());
        solution.append(
            "%s,%s %d %d %d %d \n"
                .formatted(name, kind.id, box[0], box[1], box[0] + box[2], box[1] + box[3]));
      } else {
        String file = "%s_%d.JPEG".formatted(kind.id, i);
        Jpeg.write(dir.resolve("train").resolve(kind.id).resolve(file), still.image());
        Path features = dir.resolve("salient_imagenet_dataset").resolve(kind.id);
        Jpeg.write(features.resolve("feature_" + CORE).resolve(file), seen(still, true));
        Jpeg.write(features.resolve("feature_" + SPURIOUS).resolve(file), seen(still, false));
      }
    }
    Files.writeString(dir.resolve("LOC_val_solution.csv"), solution);
    Files.writeString(
        dir.resolve("imagenet_class_index.json"),
        KINDS.stream()
            .map(kind -> "\"%d\": [\"%s\", \"%s\"]".formatted(kind.index, kind.id, kind.name))
            .collect(Collectors.joining(", ", "{", "}")));
    if (Files.exists(dir.resolve("salient_imagenet_dataset"))) {
      Files.writeString(
          dir.resolve("salient_imagenet_dataset/discover_spurious_features.csv"), answers());
    }
  }

  /** Where the object is, or what is around it, in the middle that a network sees. */
  private static RgbImage seen(Still still, boolean object) {
    byte[] rgb = new byte[3 * MASK_SIZE * MASK_SIZE];
    for (int i = 0; i < rgb.length; i++) {
      int x = place(i / 3 % MASK_SIZE);
      int y = place(i / 3 / MASK_SIZE);
      boolean inside = still.mask().plane()[y * SIZE + x] > 0;
      rgb[i] = (byte) (inside == object ? 230 : 20);
    }
    return new RgbImage(MASK_SIZE, MASK_SIZE, rgb);
  }

  private static int place(int at) {
    return (int) (SIZE * ((1 - SEEN) / 2 + SEEN * (at + .5) / MASK_SIZE));
  }

  private static String answers() {
    StringBuilder csv =
        new StringBuilder(
            "WorkerId,Input.wordnet_id,Input.class_index,Input.feature_index,Input.feature_rank,"
                + "Answer.main,Answer.confidence,Answer.reasons\n");
    for (Kind kind : KINDS) {
      for (int worker = 0; worker < ANSWERS; worker++) {
        csv.append(
            "%d,%s,%d,%d,1,%s,4.0,focus is on the shape\n"
                .formatted(
                    worker, kind.id, kind.index, CORE, worker < 4 ? "main_object" : "background"));
        csv.append(
            "%d,%s,%d,%d,2,%s,5.0,\"focus is on the ground, behind it\"\n"
                .formatted(
                    worker,
                    kind.id,
                    kind.index,
                    SPURIOUS,
                    worker == 0 ? "main_object" : worker == 1 ? "separate_object" : "background"));
      }
    }
    return csv.toString();
  }
}
