package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.model.Classifier;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelSpec;
import dev.telltale.testing.RealFiles;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One network that serves features and answers, beside two that each serve one. */
class FirstNetworkTest {
  @TempDir private static Path images;

  @BeforeAll
  static void draw() {
    new Waterbirds(0.8, 64, 11).write(images, 20, done -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"birds-p95", "birds-p50", "faces"})
  void onePassGivesWhatAnEncoderAndAClassifierGiveApartToTheByte(String bundle) {
    compare(Path.of("../models", bundle));
  }

  @Test
  void soItDoesWithANetworkOfPhotographs() {
    Path bundle = RealFiles.directory().resolve("mobilenet_v2_imagenet");
    assumeTrue(Files.isDirectory(bundle), "no real network at " + bundle);
    compare(bundle);
  }

  private static void compare(Path bundle) {
    AuditSubject subject = subject(bundle);
    float[] pixels = pixels(subject);
    float[] pooled;
    try (Encoder encoder = Encoder.load(subject.models().get(0), Device.cpu())) {
      for (int i = 0; i < 3; i++) {
        pooled(encoder, new float[pixels.length], subject);
      }
      pooled = pooled(encoder, pixels, subject);
    }
    int[] answers;
    try (OneModelBench apart = new OneModelBench(subject)) {
      answers = LabelAnswers.of(0, pixels, apart);
    }
    try (OneModelBench shared = new OneModelBench(subject);
        FirstNetwork first = FirstNetwork.of(shared)) {
      usedByOthers(shared.classifier(0), subject);
      for (int i = 0; i < 2; i++) {
        FirstNetwork.Pass pass = first.pass(pixels, true);
        assertThat(pass.pooled()).isEqualTo(pooled);
        assertThat(pass.answers()).isEqualTo(answers);
        usedByOthers(shared.classifier(0), subject);
      }
      assertThat(first.pass(pixels, false).answers()).isNull();
    }
  }

  /** Other audits have other batches, and ask for gradients. */
  private static void usedByOthers(Classifier classifier, AuditSubject subject) {
    ModelSpec spec = subject.models().get(0).spec();
    for (int batch : new int[] {1, 5, 32}) {
      for (int i = 0; i < 3; i++) {
        try (NDManager scope = classifier.newScope()) {
          var some = scope.ones(new Shape(batch, 3, spec.height(), spec.width())).mul(.3f * i);
          classifier.logits(classifier.features(some)).toFloatArray();
          classifier.imageGradient(some, logits -> logits.sum()).toFloatArray();
        }
      }
    }
  }

  private static float[] pooled(Encoder encoder, float[] pixels, AuditSubject subject) {
    ModelSpec spec = subject.models().get(0).spec();
    try (NDManager scope = encoder.newScope()) {
      Shape shape = new Shape(EncodeStage.BATCH, 3, spec.height(), spec.width());
      return encoder.pooled(scope.create(FloatBuffer.wrap(pixels), shape)).toFloatArray();
    }
  }

  private static float[] pixels(AuditSubject subject) {
    ModelSpec spec = subject.models().get(0).spec();
    Random random = new Random(5);
    float[] pixels = new float[EncodeStage.BATCH * 3 * spec.height() * spec.width()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return pixels;
  }

  private static AuditSubject subject(Path bundle) {
    return new Subjects(1)
        .prepare(
            new AuditSpec(
                "spuriosity",
                new AuditedImages(
                    "birds", images.toString(), null, null, Task.OWN, Subset.ALL, false, null),
                List.of(new AuditedModel("network", bundle.toString(), null)),
                new Spuriosity().options(JsonNodeFactory.instance.objectNode())));
  }
}
