package dev.telltale.cli;

import dev.telltale.model.Devices;
import dev.telltale.model.ModelCheck;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code telltale model check DIR}. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Looks at model bundles.",
    synopsisSubcommandLabel = "COMMAND")
final class ModelCommand {
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Runs a bundle on two random images and tells its shapes, parameters and speed.",
        "Exit status: 0 when it can be used, 1 with a line for each fault."
      })
  int check(@Parameters(paramLabel = "DIR", description = "the bundle") Path directory) {
    ModelCheck check = ModelCheck.of(directory, Devices.slots(1).get(0));
    check.facts().forEach(fact -> System.out.printf("%-12s %s%n", fact.name(), fact.value()));
    check.faults().forEach(fault -> System.out.println("fault        " + fault));
    System.out.println(check.faults().isEmpty() ? "The bundle can be used." : "Not usable.");
    return check.faults().isEmpty() ? 0 : 1;
  }
}
