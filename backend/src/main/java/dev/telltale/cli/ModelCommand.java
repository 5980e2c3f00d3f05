package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code telltale model check BUNDLE...}. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Looks at model bundles.",
    synopsisSubcommandLabel = "COMMAND")
final class ModelCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Runs bundles on two random images and tells their shapes, parameters and speed; with"
            + " --probe also how far their numbers are from PyTorch's (docs/bundles.md).",
        "Exit status: 0 when all can be used, 2 with a line for each fault."
      })
  int check(
      @Parameters(paramLabel = "BUNDLE", arity = "1..*", description = "the bundles")
          List<Path> bundles,
      @Option(
              names = "--probe",
              paramLabel = "DIR",
              description =
                  "compare what PyTorch made of recorded inputs; of several bundles, those in the"
                      + " directory of each one's name in DIR")
          @Nullable Path probe,
      @Option(
              names = "--tolerance",
              defaultValue = "1e-4",
              description = "largest absolute difference from PyTorch (default: ${DEFAULT-VALUE})")
          double tolerance,
      @Option(names = "--json", description = "print one JSON line for each bundle instead")
          boolean json)
      throws JsonProcessingException {
    if (!(tolerance >= 0)) {
      throw new UsageException("--tolerance " + tolerance + " must be 0 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Devices.Slot slot = Devices.slots(1).get(0);
    boolean usable = true;
    for (Path bundle : bundles) {
      ModelCheck check =
          probe == null
              ? ModelCheck.of(bundle, slot)
              : ModelCheck.of(bundle, slot, of(probe, bundle, bundles.size()), tolerance);
      out.println(json ? line(bundle, check) : text(bundle, check, bundles.size()));
      out.flush();
      check.faults().forEach(fault -> err.println("telltale: " + Main.oneLine(fault)));
      usable &= check.faults().isEmpty();
    }
    return usable ? ExitCode.OK : ExitCode.USAGE;
  }

  private static Path of(Path probe, Path bundle, int bundles) {
    return bundles == 1 ? probe : probe.resolve(bundle.toAbsolutePath().normalize().getFileName());
  }

  private static String line(Path bundle, ModelCheck check) throws JsonProcessingException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("bundle", bundle.toString());
    line.put("usable", check.faults().isEmpty());
    line.put("faults", check.faults());
    Map<String, String> facts = new LinkedHashMap<>();
    check.facts().forEach(fact -> facts.put(fact.name(), fact.value()));
    line.put("facts", facts);
    line.put("differences", check.differences());
    return new ObjectMapper().writeValueAsString(line);
  }

  private static String text(Path bundle, ModelCheck check, int bundles) {
    StringBuilder text = new StringBuilder();
    if (bundles > 1) {
      text.append(bundle).append(":\n");
    }
    check.facts().forEach(fact -> text.append("%-12s %s%n".formatted(fact.name(), fact.value())));
    for (ModelCheck.Difference difference : check.differences()) {
      text.append(
          "%-12s at most %.2g from PyTorch's, in %,d values%n"
              .formatted(difference.quantity(), difference.largest(), difference.values()));
    }
    return text.append(check.faults().isEmpty() ? "The bundle can be used." : "Not usable.")
        .toString();
  }
}
