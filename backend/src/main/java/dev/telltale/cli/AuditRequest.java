package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.model.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked to be audited, here or by a server. */
final class AuditRequest {
  /** {@code 0: 3 17} are words, not the number 0. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Of an option's file: more than any option takes. */
  private static final long MOST_BYTES = 4L << 20;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "a model bundle; can be repeated, to compare them. train takes one to begin with, or none")
  List<Path> models = new ArrayList<>();

  @Option(names = "--data", paramLabel = "DIR", description = "the data set's directory")
  @Nullable Path data;

  @Option(names = "--name", description = "the data set's name (default: its directory's)")
  @Nullable String name;

  @Option(
      names = "--class-map",
      paramLabel = "FILE",
      description = "joins the data set's labels to the models' classes (default: by equal names)")
  @Nullable Path classMap;

  @Mixin DataOptions dataOptions;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description =
          "an option of the method; can be repeated. NAME=@FILE takes what is written in a file")
  Map<String, String> options = new LinkedHashMap<>();

  /**
   * As a spec, with directories as they were given and without hashes.
   *
   * @throws UsageException if the data set is missing
   * @throws dev.telltale.audit.SpecException if an option is wrong
   * @throws dev.telltale.model.BundleException if a bundle cannot be read
   */
  AuditSpec spec(AuditMethod method) {
    if (data == null) {
      throw new UsageException("an audit needs a data set: --data DIR");
    }
    Path directory = data.toAbsolutePath().normalize();
    AuditedImages images =
        new AuditedImages(
            name != null ? name : DataSetName.of(directory),
            directory.toString(),
            dataOptions.layout,
            classMap == null ? null : classMap.toAbsolutePath().normalize().toString(),
            dataOptions.task(),
            dataOptions.part(),
            dataOptions.lenient,
            null);
    return new AuditSpec(method.name(), images, named(), method.options(read(options)));
  }

  /**
   * As a {@code NewAudit} of the REST contract: what is written without a slash is a name that the
   * server knows, anything else a directory there.
   *
   * @throws UsageException if the data set is missing
   */
  ObjectNode toServer(String method, @Nullable String title) {
    if (data == null) {
      throw new UsageException("an audit needs a data set: --data");
    }
    ObjectNode request = JSON.createObjectNode().put("title", title);
    ObjectNode spec = request.putObject("spec").put("method", method);
    ObjectNode images = spec.putObject("images");
    place(images, data);
    if (name != null) {
      images.put("name", name);
    }
    images
        .put("layout", dataOptions.layout)
        .put("classMap", classMap == null ? null : classMap.toAbsolutePath().toString())
        .put("lenient", dataOptions.lenient);
    images.set("task", JSON.valueToTree(dataOptions.task()));
    images.set("subset", JSON.valueToTree(dataOptions.part()));
    ArrayNode named = spec.putArray("models");
    models.forEach(model -> place(named.addObject(), model));
    spec.set("options", read(options));
    return request;
  }

  private static void place(ObjectNode node, Path path) {
    node.put("name", String.valueOf(path.getFileName()));
    if (path.getNameCount() > 1 || path.isAbsolute()) {
      node.put("directory", path.toAbsolutePath().normalize().toString());
    }
  }

  /** By the bundles' own names; a second one of the same name has a number. */
  private List<AuditedModel> named() {
    List<AuditedModel> all = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Path model : models) {
      String own = ModelBundle.read(model).spec().name();
      String free = own;
      for (int i = 2; !taken.add(free); i++) {
        free = own + "-" + i;
      }
      all.add(new AuditedModel(free, model.toAbsolutePath().normalize().toString(), null));
    }
    return all;
  }

  /**
   * Options as they stand in a spec; of those that begin with {@code @}, what the file holds.
   *
   * @throws UsageException if such a file cannot be read
   */
  static ObjectNode read(Map<String, String> options) {
    ObjectNode asked = JSON.createObjectNode();
    options.forEach(
        (option, value) ->
            asked.set(
                option, value(value.startsWith("@") ? file(option, value.substring(1)) : value)));
    return asked;
  }

  private static String file(String option, String name) {
    try {
      if (Files.size(Path.of(name)) > MOST_BYTES) {
        throw new UsageException(
            "--option %s=@%s: the file has more than %,d bytes"
                .formatted(option, name, MOST_BYTES));
      }
      return Files.readString(Path.of(name)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new UsageException(
          "--option %s=@%s: the file cannot be read: %s".formatted(option, name, e));
    }
  }

  /** What is JSON is taken as such; anything else is words. */
  private static JsonNode value(String text) {
    try {
      JsonNode value = JSON.readTree(text);
      return value.isMissingNode() ? JSON.getNodeFactory().textNode(text) : value;
    } catch (JsonProcessingException e) {
      return JSON.getNodeFactory().textNode(text);
    }
  }
}
