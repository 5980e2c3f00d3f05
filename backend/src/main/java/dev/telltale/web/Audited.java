package dev.telltale.web;

import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.Subjects;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the audits of a member's pages are made of.
 *
 * @param methods by name, in the order in which people choose
 * @param subjects opens what specs name
 * @param artifacts where reports and pictures are kept
 */
public record Audited(Map<String, AuditMethod> methods, Subjects subjects, Artifacts artifacts) {
  /** No method, and nothing kept: audits of others are shown, and none can be asked for. */
  public static final Audited NOTHING =
      new Audited(
          Map.of(),
          new Subjects(1),
          new Artifacts() {
            @Override
            public String write(byte[] bytes) throws IOException {
              throw new IOException("this member keeps no artifacts");
            }

            @Override
            public InputStream open(String address) throws IOException {
              throw new FileNotFoundException("this member keeps no artifacts");
            }

            @Override
            public int collect(Set<String> named, Instant before) {
              return 0;
            }
          });
}
