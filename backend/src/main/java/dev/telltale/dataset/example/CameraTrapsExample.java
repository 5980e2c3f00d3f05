package dev.telltale.dataset.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws shapes before fixed cameras as CCT-20 has its animals: each camera has a ground of its own,
 * and every fifth picture nothing on it. The pictures are smaller than what was annotated, as the
 * published ones are.
 */
final class CameraTrapsExample implements ExampleDrawer {
  private static final int ANNOTATED_WIDTH = 2048;
  private static final int ANNOTATED_HEIGHT = 1536;
  private static final int SHRUNK = 16;
  private static final int EMPTY = 30;

  private record Animal(int id, String name) {}

  private static final List<Animal> ANIMALS =
      List.of(
          new Animal(1, "opossum"),
          new Animal(3, "raccoon"),
          new Animal(9, "coyote"),
          new Animal(34, "deer"),
          new Animal(EMPTY, "empty"));

  /** A file, and the cameras whose pictures it lists. */
  private record Part(String file, List<Integer> cameras) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("train_annotations", List.of(38, 43)),
          new Part("cis_val_annotations", List.of(38, 43)),
          new Part("cis_test_annotations", List.of(38, 43)),
          new Part("trans_val_annotations", List.of(46)),
          new Part("trans_test_annotations", List.of(100, 46)));

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    Path annotations = Files.createDirectories(dir.resolve("eccv_18_annotation_files"));
    for (int p = 0; p < PARTS.size(); p++) {
      List<Map<String, Object>> images = new ArrayList<>();
      List<Map<String, Object>> animals = new ArrayList<>();
      for (int i = p; i < count; i += PARTS.size()) {
        int camera = PARTS.get(p).cameras.get(i / 5 % PARTS.get(p).cameras.size());
        Animal animal = ANIMALS.get((i / 5 + p) % ANIMALS.size());
        String id = "%08x-23d2-11e8-a6a3-ec086b02610b".formatted(seed * 1_000_003 + i);
        Still still = still(animal, camera, seed * 1_000_003 + i);
        Jpeg.write(
            dir.resolve("eccv_18_all_images_sm").resolve(id + ".jpg"),
            animal.id == EMPTY ? still.ground() : still.image());
        images.add(image(id, camera, i));
        animals.add(annotation(id, animal, still));
      }
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("info", Map.of("description", "Drawn in the form of CCT-20", "version", "1"));
      file.put("categories", ANIMALS.stream().map(CameraTrapsExample::category).toList());
      file.put("annotations", animals);
      file.put("images", images);
      new ObjectMapper()
          .writeValue(annotations.resolve(PARTS.get(p).file + ".json").toFile(), file);
    }
  }

  private static Still still(Animal animal, int camera, long seed) {
    return Still.draw(animal.id, camera, ANNOTATED_HEIGHT / SHRUNK, ANNOTATED_WIDTH / SHRUNK, seed);
  }

  private static Map<String, Object> category(Animal animal) {
    Map<String, Object> category = new LinkedHashMap<>();
    category.put("id", animal.id);
    category.put("name", animal.name);
    return category;
  }

  private static Map<String, Object> image(String id, int camera, int number) {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("id", id);
    image.put("file_name", id + ".jpg");
    image.put("width", ANNOTATED_WIDTH);
    image.put("height", ANNOTATED_HEIGHT);
    image.put("frame_num", 1);
    image.put("seq_num_frames", 1);
    image.put("seq_id", "seq-" + number);
    image.put("location", camera);
    image.put("date_captured", "2012-03-17 %02d:48:44".formatted(number % 24));
    return image;
  }

  private static Map<String, Object> annotation(String id, Animal animal, Still still) {
    Map<String, Object> annotation = new LinkedHashMap<>();
    annotation.put("id", "a-" + id);
    annotation.put("image_id", id);
    annotation.put("category_id", animal.id);
    if (animal.id != EMPTY) {
      int[] box = Still.box(still.mask());
      annotation.put(
          "bbox", List.of(box[0] * SHRUNK, box[1] * SHRUNK, box[2] * SHRUNK, box[3] * SHRUNK));
    }
    return annotation;
  }
}
