package dev.telltale.audit;

import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.files.Sha256;
import dev.telltale.model.Activation;
import dev.telltale.model.BundleException;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens what specs name: the pictures as their task sees them, the bundles, and what joins the one
 * to the other. Keeps those that were used last, so that a worker does not list a data set anew for
 * every unit; what several threads ask for at once is opened by one of them. Reads files.
 * Thread-safe.
 */
public final class Subjects {
  private final OpenedOnce<AuditedImages, Listed> images;
  private final OpenedOnce<AuditedModel, ModelBundle> models;

  /**
   * @param most so many data sets are kept open, and four times as many bundles
   */
  public Subjects(int most) {
    images = new OpenedOnce<>(most);
    models = new OpenedOnce<>(4 * most);
  }

  /**
   * Opens a spec as a person wrote it: directories become whole paths, the layout is named, and
   * hashes are worked out (those that are given are checked). The spec of the answer is complete
   * but for the options, which are the method's.
   *
   * @throws SpecException naming the field that is wrong
   */
  public AuditSubject prepare(AuditSpec asked) {
    AuditedImages named = asked.images();
    Listed opened = list(named);
    List<AuditedModel> known = new ArrayList<>();
    List<ModelBundle> bundles = new ArrayList<>();
    for (int i = 0; i < asked.models().size(); i++) {
      AuditedModel model = asked.models().get(i);
      ModelBundle bundle = read(model, i);
      known.add(
          new AuditedModel(
                  model.name(),
                  real(bundle.directory(), "models[" + i + "].directory"),
                  model.hash())
              .hashed(bundle.hash()));
      bundles.add(bundle);
    }
    AuditedImages whole =
        new AuditedImages(
                named.name(),
                opened.meant().root().toString(),
                opened.meant().layout(),
                named.classMap() == null
                    ? null
                    : real(Path.of(named.classMap()), "images.classMap"),
                named.task(),
                named.subset(),
                named.lenient(),
                named.hash())
            .hashed(hash(opened.meant(), named.classMap()));
    refuseOther("images.hash", named.directory(), named.hash(), whole.hash());
    refuseSameNames(known);
    AuditSpec spec = new AuditSpec(asked.method(), whole, known, asked.options());
    images.put(whole, opened);
    for (int i = 0; i < known.size(); i++) {
      models.put(known.get(i), bundles.get(i));
    }
    return subject(spec, opened, bundles);
  }

  /**
   * Opens a complete spec, on whatever machine.
   *
   * @throws SpecException if what lies there is not what its hashes say
   */
  public AuditSubject open(AuditSpec spec) {
    Listed opened = opened(spec.images());
    List<ModelBundle> bundles = new ArrayList<>();
    for (int i = 0; i < spec.models().size(); i++) {
      int place = i;
      AuditedModel model = spec.models().get(i);
      bundles.add(models.get(model, () -> read(model, place)));
    }
    return subject(spec, opened, bundles);
  }

  /**
   * Opens the pictures of a complete spec alone, as its task sees them.
   *
   * @throws SpecException if what lies there is not what its hash says
   */
  public DataSet images(AuditedImages asked) {
    return opened(asked).meant();
  }

  private Listed opened(AuditedImages asked) {
    return images.get(
        asked,
        () -> {
          Listed found = list(asked);
          refuseOther(
              "images.hash",
              asked.directory(),
              asked.hash(),
              hash(found.meant(), asked.classMap()));
          return found;
        });
  }

  /**
   * What joins a data set's labels to a model's classes; where the labels are one attribute's
   * absence and presence, and the model answers each of its attributes by itself, that answer. What
   * is no classifier has no classes to join.
   *
   * @param classMap a file; null to join by equal names
   * @throws DataSetException if the file cannot be read, or names a class that the model has not
   */
  public static ClassMap classMap(@Nullable Path classMap, DataSet dataSet, ModelSpec model) {
    if (model.kind() != ModelSpec.Kind.CLASSIFIER) {
      return ClassMap.identity(List.of());
    }
    ClassMap map =
        classMap == null
            ? ClassMap.identity(model.classes())
            : ClassMap.read(classMap, model.classes());
    return model.activation() == Activation.SIGMOID ? map.ofAttribute(dataSet.classes()) : map;
  }

  private static AuditSubject subject(AuditSpec spec, Listed opened, List<ModelBundle> bundles) {
    String file = spec.images().classMap();
    List<ClassMap> maps = new ArrayList<>();
    for (ModelBundle bundle : bundles) {
      try {
        maps.add(classMap(file == null ? null : Path.of(file), opened.meant(), bundle.spec()));
      } catch (DataSetException e) {
        throw new SpecException("images.classMap", String.valueOf(e.getMessage()));
      }
    }
    return new AuditSubject(spec, opened.whole(), opened.meant(), bundles, maps);
  }

  /** A data set, and the part of it that is meant. */
  private record Listed(DataSet whole, DataSet meant) {}

  private static Listed list(AuditedImages asked) {
    Layout layout;
    try {
      layout = asked.layout() == null ? null : Layout.of(asked.layout());
    } catch (IllegalArgumentException e) {
      throw new SpecException("images.layout", String.valueOf(e.getMessage()));
    }
    DataSet whole;
    try {
      whole = DataSets.open(asked.name(), Path.of(asked.directory()), layout, asked.lenient());
    } catch (DataSetException e) {
      throw new SpecException(
          "images.directory",
          e.getMessage() + (e.isPassable() ? " (lenient passes such rows over)" : ""));
    }
    DataSet seen;
    try {
      seen = whole.as(asked.task());
    } catch (DataSetException e) {
      throw new SpecException("images.task", String.valueOf(e.getMessage()));
    }
    try {
      return new Listed(seen, seen.only(asked.subset()));
    } catch (DataSetException e) {
      throw new SpecException("images.subset", String.valueOf(e.getMessage()));
    }
  }

  private static ModelBundle read(AuditedModel asked, int place) {
    String field = "models[" + place + "]";
    ModelBundle bundle;
    try {
      bundle = ModelBundle.read(Path.of(asked.directory()));
    } catch (BundleException e) {
      throw new SpecException(field + ".directory", String.valueOf(e.getMessage()));
    }
    refuseOther(field + ".hash", asked.directory(), asked.hash(), bundle.hash());
    return bundle;
  }

  private static void refuseOther(
      String field, String directory, @Nullable String wanted, @Nullable String found) {
    if (wanted != null && !wanted.equals(found)) {
      throw new SpecException(
          field,
          "%s holds something else than was asked for: its hash is %s, not %s; ask anew to audit what is there now"
              .formatted(directory, found, wanted));
    }
  }

  private static void refuseSameNames(List<AuditedModel> models) {
    Set<String> names = new HashSet<>();
    for (AuditedModel model : models) {
      if (!names.add(model.name())) {
        throw new SpecException(
            "models", "two models are called " + model.name() + "; give each a name of its own");
      }
    }
  }

  /** Of all that decides which pictures are meant and what is known of them; not their pixels. */
  private static String hash(DataSet dataSet, @Nullable String classMap) {
    MessageDigest digest = Sha256.digest();
    SampleTable samples = dataSet.samples();
    List<@Nullable Column> columns = new ArrayList<>();
    columns.add(samples.label().orElse(null));
    columns.add(samples.split().orElse(null));
    columns.addAll(samples.groups());
    for (Column column : columns) {
      update(digest, column == null ? "" : column.name() + '\0' + column.values());
    }
    for (int place = 0; place < samples.size(); place++) {
      update(digest, samples.id(place));
      for (Column column : columns) {
        int code = column == null ? Column.UNKNOWN : samples.code(column, place);
        update(digest, column == null || code < 0 ? "" : column.values().get(code));
      }
    }
    if (classMap != null) {
      try {
        update(digest, Sha256.of(Path.of(classMap)));
      } catch (IOException e) {
        throw new SpecException("images.classMap", "cannot read the class map " + e);
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static String real(Path path, String field) {
    try {
      return path.toRealPath().toString();
    } catch (IOException e) {
      throw new SpecException(field, path + " cannot be read: " + e);
    }
  }
}
