package dev.telltale.testing;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.model.Classifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The authors' networks, images and answers of the Attention-IoU golden cases. */
public record Golden(Path folder, JsonNode json) {
  /** One case, such as {@code gradcam_linear}. */
  public static Golden attentionIou(String name) {
    Path folder = Path.of("src/test/resources/golden/1_attention_iou", name);
    try {
      return new Golden(folder, new ObjectMapper().readTree(folder.resolve("case.json").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its network on the CPU. */
  public Classifier classifier() {
    return Classifier.load(folder.resolve("features.pt"), folder.resolve("head.pt"), Device.cpu());
  }

  /** Its images, [N,3,64,64]. */
  public float[] images() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("images.bin")));
      float[] images = new float[bytes.remaining() / Float.BYTES];
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(images);
      return images;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The logits that PyTorch gave, [N·K]. */
  public float[] logits() {
    JsonNode rows = json.at("/expected/logits");
    float[] all = new float[rows.size() * rows.get(0).size()];
    int i = 0;
    for (JsonNode row : rows) {
      for (JsonNode logit : row) {
        all[i++] = logit.floatValue();
      }
    }
    return all;
  }
}
