package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.Report;
import dev.telltale.audit.Subjects;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.pipeline.AuditTools;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The methods of this installation: the product's own, and those that lie beside it. */
public final class Methods {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_OPEN = 8;

  /** By their names. */
  public static final Map<String, AuditMethod> ALL = all();

  private Methods() {}

  /**
   * What a member audits with.
   *
   * @param artifacts directory that all members share
   */
  public static AuditTools tools(Path artifacts) {
    return new AuditTools(
        ALL, new Subjects(MOST_OPEN)::open, Methods::bytes, new ArtifactStore(artifacts));
  }

  private static Map<String, AuditMethod> all() {
    Map<String, AuditMethod> all = new LinkedHashMap<>();
    // A method of one's own is a jar in lib: the engine knows none by name.
    ServiceLoader.load(AuditMethod.class).forEach(method -> all.put(method.name(), method));
    return Map.copyOf(all);
  }

  private static byte[] bytes(Report report) {
    try {
      return JSON.writeValueAsBytes(report);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
