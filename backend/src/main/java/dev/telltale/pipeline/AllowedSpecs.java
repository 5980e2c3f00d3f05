package dev.telltale.pipeline;

import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.SpecException;
import dev.telltale.dataset.PathRejected;
import dev.telltale.files.Spelling;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Opens only what this member's own people have declared or allowed. Whoever can write to a topic
 * could otherwise have any directory listed, and any network loaded.
 *
 * @param options what the member was told
 * @param open opens a spec that is allowed
 */
public record AllowedSpecs(MemberOptions options, Function<AuditSpec, AuditSubject> open)
    implements Function<AuditSpec, AuditSubject> {

  /**
   * @throws SpecException naming the field that is not allowed
   */
  @Override
  public AuditSubject apply(AuditSpec spec) {
    check(spec.images());
    for (int i = 0; i < spec.models().size(); i++) {
      String bundle = spec.models().get(i).directory();
      if (!Spelling.same(bundle, options.bundle().directory().toString())) {
        directory("models[" + i + "].directory", bundle);
      }
    }
    return open.apply(spec);
  }

  /**
   * Refuses pictures that are not allowed.
   *
   * @throws SpecException naming the field
   */
  public void check(AuditedImages images) {
    if (!isDeclared(images.directory())) {
      directory("images.directory", images.directory());
    }
    String classMap = images.classMap();
    if (classMap != null && !isDeclaredMap(classMap)) {
      file(classMap, images.directory());
    }
  }

  private boolean isDeclared(String directory) {
    return options.dataSets().values().stream()
        .map(KnownDataSet::declared)
        .anyMatch(declared -> declared != null && Spelling.same(directory, declared.directory()));
  }

  private boolean isDeclaredMap(String file) {
    return options.dataSets().values().stream()
        .map(KnownDataSet::declared)
        .anyMatch(declared -> declared != null && Spelling.same(file, declared.classMap()));
  }

  private void directory(String field, String path) {
    try {
      options.roots().directory(path);
    } catch (PathRejected e) {
      throw refused(field, e);
    }
  }

  private void file(String path, String directory) {
    try {
      options.roots().resolve(path, Path.of(directory));
    } catch (PathRejected | InvalidPathException e) {
      throw refused("images.classMap", e);
    }
  }

  private SpecException refused(String field, Exception e) {
    return new SpecException(
        field,
        "%s; --allowed-roots of the member %s says where audits may look"
            .formatted(e.getMessage(), options.id()));
  }
}
