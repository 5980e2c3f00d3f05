package dev.telltale.train;

import ai.djl.Device;
import dev.telltale.model.HeadBundle;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.NewBundle;
import dev.telltale.model.TrainableModule;
import dev.telltale.model.TrainableModule.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a bundle of the best epoch's network. */
final class TrainedBundle {
  private TrainedBundle() {}

  /**
   * Saves it.
   *
   * @param directory of the new bundle
   * @param kept directory of the network's files
   * @param identity of the training, see {@link Provenance#identity}
   * @throws dev.telltale.model.BundleException when the bundle cannot be saved
   */
  static ModelBundle save(
      Path directory,
      String name,
      TrainingSpec spec,
      Lesson lesson,
      Path kept,
      List<Finished> history,
      Map<String, Object> identity) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try {
      for (String file : Network.given(lesson.outputs() == 0)) {
        files.put(file, Files.readAllBytes(kept.resolve(file)));
      }
    } catch (IOException e) {
      throw new TrainingException(kept + ": cannot be read: " + e, e);
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", name);
    model.put("kind", spec.objective().kind().name().toLowerCase(Locale.ROOT));
    model.put("inputSize", List.of(spec.network().height(), spec.network().width()));
    if (spec.objective().kind() == TrainingProgress.Kind.CLASSIFIER) {
      boolean attributes = spec.objective() instanceof Objective.Attributes;
      model.put("activation", attributes ? "sigmoid" : "softmax");
      model.put("classes", lesson.names());
      files.putAll(HeadBundle.files(head(kept.resolve(Network.HEAD))));
    }
    if (spec.adversary() != null) {
      model.put("robust", true);
    }
    model.put("provenance", Provenance.of(spec, lesson, identity, history));
    return NewBundle.save(directory, model, files);
  }

  private static LinearHead head(Path file) {
    try (TrainableModule module = TrainableModule.load(file, Device.cpu())) {
      float[] weight = values(module, "weight");
      float[] bias = values(module, "bias");
      int channels = weight.length / bias.length;
      float[][] rows = new float[bias.length][channels];
      for (int k = 0; k < rows.length; k++) {
        System.arraycopy(weight, k * channels, rows[k], 0, channels);
      }
      return new LinearHead(rows, bias);
    }
  }

  private static float[] values(TrainableModule module, String name) {
    return module.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::values)
        .findFirst()
        .orElseThrow()
        .toFloatArray();
  }
}
