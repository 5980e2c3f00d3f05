package dev.telltale.groups;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.Texts;
import dev.telltale.groups.ScoreTable.Answers;
import dev.telltale.model.Activation;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Subjects and scores without files: labels a, b, c; places x, y; models that know a and b. */
final class Synthetic {
  static final List<String> LABELS = List.of("a", "b", "c");
  static final List<String> PLACES = List.of("x", "y");

  private Synthetic() {}

  /**
   * @param labels one letter an image: a, b, c, or ? where it is unknown
   * @param places one letter an image: x, y, or ?
   */
  static AuditSubject subject(String labels, String places, int models, ObjectNode options) {
    Texts ids = new Texts();
    Column.Builder label = new Column.Builder("label", LABELS);
    Column.Builder place = new Column.Builder("place", PLACES);
    for (int i = 0; i < labels.length(); i++) {
      ids.add("image-" + i);
      label.add(known(labels.charAt(i)));
      place.add(known(places.charAt(i)));
    }
    SampleTable samples =
        SampleTable.of(
            Path.of("/nowhere"),
            ids,
            label.build(),
            null,
            List.of(place.build()),
            List.of("place"),
            Regions.NONE);
    List<AuditedModel> audited = new ArrayList<>();
    List<ModelBundle> bundles = new ArrayList<>();
    List<ClassMap> maps = new ArrayList<>();
    for (int model = 0; model < models; model++) {
      ModelSpec spec =
          new ModelSpec(
              "m" + model,
              ModelSpec.Kind.CLASSIFIER,
              List.of(8, 8),
              Activation.SOFTMAX,
              List.of("a", "b"),
              null,
              null,
              null);
      audited.add(new AuditedModel("m" + model, "/nowhere", "0"));
      bundles.add(new ModelBundle(Path.of("/nowhere"), spec, "0"));
      maps.add(ClassMap.identity(spec.classes()));
    }
    AuditedImages images =
        new AuditedImages("letters", "/nowhere", null, null, Task.OWN, Subset.ALL, false, "0");
    return new AuditSubject(
        new AuditSpec("groups", images, audited, new Groups().options(options)),
        new DataSet("letters", Path.of("/nowhere"), "manifest", samples, List.of()),
        bundles,
        maps);
  }

  /** Answers to every image, drawn by a seed. */
  static ScoreTable scores(AuditSubject subject, long seed) {
    int n = subject.images().samples().size();
    Random random = new Random(seed);
    byte[] seen = new byte[n];
    Arrays.fill(seen, (byte) 1);
    List<Answers> models = new ArrayList<>();
    for (int model = 0; model < subject.models().size(); model++) {
      Answers answers = new Answers(new int[n], new double[n], new double[n], new double[n]);
      for (int i = 0; i < n; i++) {
        answers.answer()[i] = random.nextInt(2);
        answers.confidence()[i] = 0.5 + random.nextInt(50) / 100.0;
        answers.logLoss()[i] = random.nextDouble() * 3;
        answers.brier()[i] = random.nextDouble() * 2;
      }
      models.add(answers);
    }
    return new ScoreTable(seen, List.of(), models);
  }

  private static @Nullable String known(char letter) {
    return letter == '?' ? null : String.valueOf(letter);
  }
}
