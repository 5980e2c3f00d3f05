package dev.telltale.dataset.layout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in COCO's format for camera traps (lila.science/coco-camera-traps) entry by entry:
 * hundreds of megabytes take no more memory than one entry.
 */
final class CocoFile {
  private static final JsonFactory JSON = new JsonFactory();

  private CocoFile() {}

  /** One of {@code images}. Texts are null and sizes 0 where nothing is given. */
  record Image(
      long line,
      @Nullable String id,
      @Nullable String fileName,
      double width,
      double height,
      @Nullable String location,
      @Nullable String captured) {}

  /**
   * One of {@code annotations}.
   *
   * @param box left, top, width, height in pixels, or as many numbers as were given; null if none
   */
  record Annotation(
      long line, @Nullable String imageId, @Nullable String categoryId, double @Nullable [] box) {}

  /** Is told the entries in the file's order; what it throws as {@link RowFault} is one's fault. */
  interface Sink {
    void image(Image image);

    void annotation(Annotation annotation);

    void category(long line, @Nullable String id, @Nullable String name);
  }

  /**
   * Goes over a file.
   *
   * @throws DataSetException if it is no JSON to its end, or lacks one of the three lists
   */
  static void read(Reading reading, Path file, Sink sink) throws IOException {
    Set<String> missing = new HashSet<>(Set.of("images", "annotations", "categories"));
    try (JsonParser json = JSON.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new DataSetException(file + ", line 1: expected an object with \"images\"");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String list = json.currentName();
        if (json.nextToken() == JsonToken.START_ARRAY && missing.remove(list)) {
          for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY; at = json.nextToken()) {
            if (at == JsonToken.START_OBJECT) {
              entry(reading, file, json, list, sink);
            } else {
              int line = json.currentTokenLocation().getLineNr();
              reading.fault(file, line, "an entry of \"%s\" is no object".formatted(list));
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw new DataSetException(
          "%s, line %d: not JSON, or not all of it"
              .formatted(file, Math.max(1, e.getLocation().getLineNr())),
          e);
    }
    if (!missing.isEmpty()) {
      throw new DataSetException(
          "%s has no list \"%s\"".formatted(file, missing.stream().sorted().findFirst().get()));
    }
  }

  private static void entry(Reading reading, Path file, JsonParser json, String list, Sink sink)
      throws IOException {
    long line = json.currentTokenLocation().getLineNr();
    Fields fields = Fields.read(json);
    try {
      switch (list) {
        case "images" -> sink.image(fields.image(line));
        case "annotations" ->
            sink.annotation(new Annotation(line, fields.imageId, fields.categoryId, fields.box));
        default -> sink.category(line, fields.id, fields.name);
      }
    } catch (RowFault e) {
      reading.fault(file, line, e.getMessage());
    }
  }

  /** The fields of any entry that are of use. */
  private static final class Fields {
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String fileName;
    private @Nullable String location;
    private @Nullable String captured;
    private @Nullable String imageId;
    private @Nullable String categoryId;
    private double width;
    private double height;
    private double @Nullable [] box;

    static Fields read(JsonParser json) throws IOException {
      Fields fields = new Fields();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken token = json.nextToken();
        if (token == JsonToken.START_ARRAY && field.equals("bbox")) {
          fields.box = numbers(json);
        } else if (token.isStructStart()) {
          json.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
          fields.set(field, json);
        }
      }
      return fields;
    }

    Image image(long line) {
      return new Image(line, id, fileName, width, height, location, captured);
    }

    private void set(String field, JsonParser json) throws IOException {
      switch (field) {
        case "id" -> id = json.getText();
        case "name" -> name = json.getText();
        case "file_name" -> fileName = json.getText();
        case "location" -> location = json.getText();
        case "date_captured", "datetime" -> captured = json.getText();
        case "image_id" -> imageId = json.getText();
        case "category_id" -> categoryId = json.getText();
        case "width" -> width = json.getValueAsDouble();
        case "height" -> height = json.getValueAsDouble();
        default -> {}
      }
    }

    private static double[] numbers(JsonParser json) throws IOException {
      double[] numbers = new double[4];
      int size = 0;
      JsonToken token;
      while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
        if (token.isStructStart()) {
          json.skipChildren();
        }
        numbers = size < numbers.length ? numbers : Arrays.copyOf(numbers, 2 * size);
        numbers[size++] = token.isNumeric() ? json.getDoubleValue() : Double.NaN;
      }
      return Arrays.copyOf(numbers, size);
    }
  }
}
