package dev.telltale.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.SpecException;
import dev.telltale.dataset.PathRejected;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.files.Spelling;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.MemberOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people ask for: declared data sets and bundles by their names, others under an allowed
 * directory only, and opens it. Blocks.
 */
final class AuditRequests {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final MemberOptions options;
  private final Audited audited;

  AuditRequests(MemberOptions options, Audited audited) {
    this.options = options;
    this.audited = audited;
  }

  /**
   * An audit that can be done.
   *
   * @param title what people call it
   * @param method how
   * @param subject the spec, complete, and what it names
   */
  record Ready(String title, AuditMethod method, AuditSubject subject) {}

  /**
   * What a {@code NewAudit} of the contract asks for, checked; a 400 names what is wrong with it.
   */
  Ready read(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return ready(json.path("title").asText(""), json.get("spec"));
    } catch (SpecException e) {
      throw new Problem.BadRequest(e.getMessage(), "spec." + e.field());
    } catch (JsonProcessingException e) {
      throw new Problem.BadRequest("The body is not JSON: " + e.getOriginalMessage());
    }
  }

  private Ready ready(String title, JsonNode asked) {
    String name = asked.get("method").asText();
    AuditMethod method = audited.methods().get(name);
    if (method == null) {
      throw new SpecException(
          "method",
          "no method is named \"%s\"; there are %s"
              .formatted(name, String.join(", ", audited.methods().keySet())));
    }
    ObjectNode chosen =
        asked.get("options") instanceof ObjectNode given ? given : JSON.createObjectNode();
    List<AuditedModel> models = new ArrayList<>();
    for (JsonNode model : asked.get("models")) {
      models.add(model(model, models.size()));
    }
    AuditSpec spec =
        new AuditSpec(name, images(asked.get("images")), models, options(method, chosen));
    AuditSubject subject = audited.subjects().prepare(spec);
    method.stages(subject);
    String called = title.strip();
    return new Ready(
        called.isEmpty() ? name + " on " + spec.images().name() : called, method, subject);
  }

  private static ObjectNode options(AuditMethod method, ObjectNode chosen) {
    try {
      return method.options(chosen);
    } catch (SpecException e) {
      String field = e.field();
      throw field.startsWith("options")
          ? e
          : new SpecException("options." + field, String.valueOf(e.getMessage()));
    }
  }

  private AuditedImages images(JsonNode asked) {
    String name = asked.get("name").asText();
    String directory = text(asked, "directory");
    AuditedImages declared = declared(name, directory);
    Task task = value(asked.get("task"), TaskAsked.class, "images.task", TaskAsked.NONE).task();
    Subset subset =
        value(asked.get("subset"), SubsetAsked.class, "images.subset", SubsetAsked.NONE).subset();
    String classMap = text(asked, "classMap");
    String layout = text(asked, "layout");
    boolean lenient = asked.path("lenient").asBoolean();
    if (declared == null) {
      return new AuditedImages(
          name,
          directory(directory, "images.directory"),
          layout,
          classMap == null ? null : file(classMap, null),
          task,
          subset,
          lenient,
          null);
    }
    Task own = declared.task();
    return new AuditedImages(
        declared.name(),
        declared.directory(),
        layout == null ? declared.layout() : layout,
        classMap == null || Spelling.same(classMap, declared.classMap())
            ? declared.classMap()
            : file(classMap, Path.of(declared.directory())),
        new Task(
            task.target() == null ? own.target() : task.target(),
            task.groups() == null ? own.groups() : task.groups(),
            task.region() == null ? own.region() : task.region()),
        part(subset, declared.subset()),
        lenient || declared.lenient(),
        null);
  }

  /** What is asked for; the rest as it is declared. */
  static Subset part(Subset asked, Subset own) {
    return new Subset(
        asked.split() == null ? own.split() : asked.split(),
        asked.where().isEmpty() ? own.where() : asked.where(),
        asked.balanced() || own.balanced(),
        asked.limit() == null ? own.limit() : asked.limit(),
        asked.seed() == 0 ? own.seed() : asked.seed());
  }

  /** The declared data set of this name, or of this directory; null for another directory. */
  private @Nullable AuditedImages declared(String name, @Nullable String directory) {
    for (KnownDataSet known : options.dataSets().values()) {
      AuditedImages declared = known.declared();
      boolean meant =
          directory == null
              ? known.name().equals(name)
              : declared != null
                  && known.name().equals(name)
                  && Spelling.same(directory, declared.directory());
      if (meant && declared != null) {
        return declared;
      }
    }
    if (directory == null) {
      throw new SpecException(
          "images.name",
          "no data set with a directory is named \"%s\" on this member; there are %s"
              .formatted(name, String.join(", ", options.dataSets().keySet())));
    }
    return null;
  }

  private AuditedModel model(JsonNode asked, int place) {
    String name = asked.get("name").asText();
    String directory = text(asked, "directory");
    ModelBundle known = options.bundle();
    String field = "models[" + place + "]";
    if (known.spec().name().equals(name)
        && (directory == null || Spelling.same(directory, known.directory().toString()))) {
      return new AuditedModel(name, known.directory().toString(), null);
    }
    if (directory == null) {
      throw new SpecException(
          field + ".name",
          "no bundle is named \"%s\" on this member; there is %s, and others are named by their directory"
              .formatted(name, known.spec().name()));
    }
    return new AuditedModel(name, directory(directory, field + ".directory"), null);
  }

  private String directory(@Nullable String path, String field) {
    try {
      return options.roots().directory(String.valueOf(path)).toString();
    } catch (PathRejected e) {
      throw new SpecException(
          field, e.getMessage() + "; --allowed-roots of the members says where audits may look");
    }
  }

  private String file(String path, @Nullable Path root) {
    try {
      return options.roots().resolve(path, root).toString();
    } catch (PathRejected e) {
      throw new SpecException("images.classMap", String.valueOf(e.getMessage()));
    }
  }

  private record TaskAsked(
      @Nullable String target, @Nullable List<String> groups, @Nullable String region) {
    private static final TaskAsked NONE = new TaskAsked(null, null, null);

    Task task() {
      return new Task(target, groups, region);
    }
  }

  private record SubsetAsked(
      @Nullable String split,
      @Nullable Map<String, String> where,
      boolean balanced,
      @Nullable Integer limit,
      long seed) {
    private static final SubsetAsked NONE = new SubsetAsked(null, null, false, null, 0);

    Subset subset() {
      return new Subset(split, where == null ? Map.of() : where, balanced, limit, seed);
    }
  }

  private static <T> T value(@Nullable JsonNode json, Class<T> type, String field, T otherwise) {
    try {
      return json == null || json.isNull() ? otherwise : JSON.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new SpecException(field, "it cannot be read: " + e.getOriginalMessage());
    }
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).isTextual() && !json.get(name).asText().isBlank()
        ? json.get(name).asText()
        : null;
  }
}
