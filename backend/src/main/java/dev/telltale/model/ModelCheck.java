package dev.telltale.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A dry run of a bundle: shapes, class count, finite numbers, the linear head, speed; and on demand
 * a comparison with what PyTorch made of recorded inputs.
 *
 * @param faults one line each; empty when the bundle can be used
 * @param facts name and value of what was found, in the order to show them
 * @param differences from what PyTorch made of recorded inputs; empty when none were given, or the
 *     dry run found faults
 */
public record ModelCheck(List<String> faults, List<Fact> facts, List<Difference> differences) {
  /** Provenances may hold whole training records. */
  private static final int LONGEST_PROVENANCE = 1000;

  /**
   * @param name what it is
   * @param value its value for people
   */
  public record Fact(String name, String value) {}

  /**
   * How far numbers are from those of PyTorch.
   *
   * @param quantity such as {@code logits}
   * @param values how many numbers were compared
   * @param largest absolute difference; NaN when there is one on one side only
   */
  public record Difference(String quantity, long values, double largest) {}

  /** Checks a bundle on a device. Never throws for a bad bundle: what is wrong becomes a fault. */
  public static ModelCheck of(Path directory, Devices.Slot slot) {
    Findings findings = new Findings();
    dryRun(directory, slot, findings);
    return new ModelCheck(findings.faults(), findings.facts(), List.of());
  }

  /**
   * As {@link #of(Path, Devices.Slot)}, and compares what PyTorch made of recorded inputs.
   *
   * @param probe directory of the recorded inputs and outputs; see docs/bundles.md
   * @param tolerance a larger absolute difference is a fault; at least 0
   */
  public static ModelCheck of(Path directory, Devices.Slot slot, Path probe, double tolerance) {
    Findings findings = new Findings();
    dryRun(directory, slot, findings);
    List<Difference> differences = List.of();
    if (findings.faults().isEmpty()) {
      try {
        differences = Probe.compare(ModelBundle.read(directory), slot.device(), probe);
      } catch (BundleException e) {
        findings.fault(e.getMessage());
      }
    }
    for (Difference difference : differences) {
      // Not "greater than": a difference that is not a number is none that can be tolerated.
      if (!(difference.largest() <= tolerance)) {
        findings.fault(
            "%s: %s differ from PyTorch's by %.2g, more than %.2g"
                .formatted(directory, difference.quantity(), difference.largest(), tolerance));
      }
    }
    return new ModelCheck(findings.faults(), findings.facts(), differences);
  }

  private static void dryRun(Path directory, Devices.Slot slot, Findings findings) {
    try {
      ModelBundle bundle = ModelBundle.read(directory);
      ModelSpec spec = bundle.spec();
      findings.fact("name", spec.name());
      findings.fact("hash", bundle.hash());
      if (spec.provenance() != null) {
        findings.fact("provenance", provenance(spec.provenance()));
      }
      findings.fact("device", slot.name());
      DryRun.of(bundle, slot.device(), findings);
    } catch (BundleException e) {
      findings.fault(e.getMessage());
    }
  }

  private static String provenance(Object recorded) {
    String line = line(recorded).replaceAll("\\s+", " ");
    return line.length() <= LONGEST_PROVENANCE
        ? line
        : line.substring(0, LONGEST_PROVENANCE) + " … (the rest is in model.json)";
  }

  /** One line: {@code source timm, weights (file a.pth, sha256 0f…)}. */
  private static String line(Object recorded) {
    if (recorded instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(
              entry ->
                  entry.getValue() instanceof Map<?, ?> inner
                      ? entry.getKey() + " (" + line(inner) + ")"
                      : entry.getKey() + " " + line(String.valueOf(entry.getValue())))
          .collect(Collectors.joining(", "));
    }
    return String.valueOf(recorded);
  }
}
