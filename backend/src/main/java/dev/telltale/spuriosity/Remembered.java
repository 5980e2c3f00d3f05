package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.files.Sha256;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known already of a chunk of images: its features, and each classifier's answers. They
 * depend on the bytes of the pictures, on the bundle, and on how pictures are put into batches, and
 * are remembered under a hash of these, for whatever audit wants them next. Chunks with pictures
 * that cannot be read are not remembered.
 */
final class Remembered {
  private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

  /** Raised when the same pictures and bundle come to other numbers. */
  private static final String VERSION = "spuriosity-encode-1";

  private final Workbench bench;
  private final int images;

  /** Whose features they are. */
  private final int model;

  /** Whether classifiers answer too. */
  private final boolean asking;

  /** Of the pictures and the batches; null where a file cannot be read. */
  private final @Nullable String pictures;

  private @Nullable String features;
  private int channels;
  private final @Nullable String[] answers;

  private Remembered(
      Workbench bench, int images, int model, boolean asking, @Nullable String pictures) {
    this.bench = bench;
    this.images = images;
    this.model = model;
    this.asking = asking;
    this.pictures = pictures;
    this.answers = new String[bench.subject().models().size()];
  }

  /**
   * Looks for a chunk's.
   *
   * @param model whose features are wanted
   * @param asking whether the answers of all classifiers are wanted too
   */
  static Remembered of(int from, int to, int model, boolean asking, Workbench bench) {
    Remembered found = new Remembered(bench, to - from, model, asking, pictures(from, to, bench));
    if (found.pictures != null) {
      try {
        found.recall();
      } catch (IOException e) {
        LOG.warn("what is remembered cannot be read, and is worked out again: {}", e.toString());
      }
    }
    return found;
  }

  private void recall() throws IOException {
    String known = bench.artifacts().recall(featuresKey()).orElse(null);
    if (known != null) {
      channels = bench.artifacts().read(known).length / Float.BYTES / images;
      features = known;
    }
    for (int m = 0; m < answers.length; m++) {
      if (isClassifier(m)) {
        answers[m] = bench.artifacts().recall(answersKey(m)).orElse(null);
      }
    }
  }

  /** The address of the features; null where they are to be worked out. */
  @Nullable String features() {
    return features;
  }

  /** The model whose features are wanted. */
  int model() {
    return model;
  }

  /** Whether a model is to be asked. */
  boolean wanted(int model) {
    return isClassifier(model) && answers[model] == null;
  }

  /** Whether nothing is to be worked out. */
  boolean complete() {
    boolean all = features != null;
    for (int m = 0; m < answers.length; m++) {
      all &= !wanted(m);
    }
    return all;
  }

  /**
   * Keeps what was worked out.
   *
   * @param rows one per image
   * @param whole whether it may be remembered
   */
  void keepFeatures(List<float[]> rows, boolean whole) {
    channels = rows.get(0).length;
    ByteBuffer bytes = buffer(rows.size() * channels);
    rows.forEach(
        row -> {
          for (float value : row) {
            bytes.putFloat(value);
          }
        });
    features = keep(bytes, whole && pictures != null ? featuresKey() : null);
  }

  /** The same of a model's answers. */
  void keepAnswers(int model, List<Float> given, boolean whole) {
    ByteBuffer bytes = buffer(given.size());
    given.forEach(bytes::putFloat);
    answers[model] = keep(bytes, whole && pictures != null ? answersKey(model) : null);
  }

  /** Puts the addresses into a unit's result. */
  ObjectNode tell(ObjectNode result) {
    result.put("features", features).put("channels", channels);
    ArrayNode list = result.putArray("answers");
    for (String one : answers) {
      list.add(one);
    }
    return result;
  }

  private String keep(ByteBuffer bytes, @Nullable String key) {
    String address;
    try {
      address = bench.artifacts().write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (key != null) {
      try {
        bench.artifacts().remember(key, address);
      } catch (IOException e) {
        LOG.warn("what was worked out cannot be remembered: {}", e.toString());
      }
    }
    return address;
  }

  private boolean isClassifier(int model) {
    return asking && bench.subject().models().get(model).spec().kind() == ModelSpec.Kind.CLASSIFIER;
  }

  private String featuresKey() {
    return key("features", bench.subject().models().get(model).hash());
  }

  private String answersKey(int model) {
    AuditSubject subject = bench.subject();
    StringBuilder labels = new StringBuilder();
    for (String label : subject.images().classes()) {
      // Sets have another order in each process.
      labels.append(new TreeSet<>(subject.classMaps().get(model).indicesFor(label))).append(';');
    }
    return key("answers", subject.models().get(model).hash() + ' ' + labels);
  }

  /** Another kind of processor comes to other last digits. */
  private String key(String what, String of) {
    return Sha256.of(
        String.join("\n", VERSION, what, of, bench.device().getDeviceType(), pictures)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String pictures(int from, int to, Workbench bench) {
    Inputs inputs = new Inputs(bench.subject());
    MessageDigest digest = Sha256.digest();
    digest.update(
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(EncodeStage.BATCH).putInt(to - from).array());
    for (int place = from; place < to; place++) {
      byte[] bytes = inputs.bytes(place);
      if (bytes == null) {
        return null;
      }
      digest.update(HexFormat.of().parseHex(Sha256.of(bytes)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer buffer(int floats) {
    return ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
