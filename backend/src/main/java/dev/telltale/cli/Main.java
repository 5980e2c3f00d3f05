package dev.telltale.cli;

import dev.telltale.audit.SpecException;
import dev.telltale.cli.bench.BenchCommand;
import dev.telltale.cli.conformance.ConformanceCommand;
import dev.telltale.dataset.DataSetException;
import dev.telltale.features.FeaturesException;
import dev.telltale.kafka.BrokerUnreachableException;
import dev.telltale.kafka.broker.BrokerStartException;
import dev.telltale.model.BundleException;
import dev.telltale.pipeline.MemberException;
import dev.telltale.pipeline.index.IndexException;
import dev.telltale.spuriosity.ReferenceException;
import dev.telltale.train.TrainingException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Entry point: {@code ./telltale COMMAND}. */
@Command(
    name = "telltale",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Finds the cues that an image classifier should not be using.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      BrokerCommand.class,
      ProduceCommand.class,
      GenerateCommand.class,
      DataCommand.class,
      ModelCommand.class,
      EncodeCommand.class,
      HeadCommand.class,
      AuditCommand.class,
      TrainCommand.class,
      StudyCommand.class,
      BenchCommand.class,
      ConformanceCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "The launcher itself adds:",
      "  build        Build now, without running anything.",
      "  test         Run every test: Java, dashboard, browser.",
      "",
      "Exit status: 0 done, 1 done with failures, 2 wrong use or something missing."
    })
public final class Main {
  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] args) {
    if (args.length == 2 && args[0].equals("--prepare")) {
      System.exit(prepare(args[1]));
    }
    CommandLine commands = commandLine();
    try {
      if (args.length > 0 && args[0].equals("serve")) {
        ServeCommand.layer(commands.getSubcommands().get("serve"), args, System.getenv());
      }
    } catch (UsageException e) {
      System.err.println("telltale: " + e.getMessage());
      System.exit(ExitCode.USAGE);
    }
    int status = commands.execute(args);
    System.out.flush();
    // Not by returning: a client's thread that is still waiting for a broker would keep us alive.
    System.exit(status);
  }

  /**
   * The last step of a build: screens a few images once. That unpacks libtorch, so that the first
   * run does not wait for it, and loads the classes that the launcher then archives for later runs.
   */
  private static int prepare(String directory) {
    String images = directory + "/images";
    int drawn = commandLine().execute("generate", "waterbirds", "--out", images, "--count", "40");
    return drawn != ExitCode.OK
        ? drawn
        : commandLine()
            .execute(
                "demo",
                "--data=" + images,
                "--state=" + directory + "/state",
                "--port=0",
                "--exit-when-done",
                "--json",
                "--no-browser");
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(e -> ExitCode.USAGE)
        .setParameterExceptionHandler((e, arguments) -> misused(e))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (!expected(e)) {
                throw e;
              }
              command.getErr().println("telltale: " + oneLine(e.getMessage()));
              return ExitCode.USAGE;
            });
  }

  /** One line instead of the whole usage, in which it would be lost. */
  private static int misused(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    String meant = "";
    if (e instanceof CommandLine.UnmatchedArgumentException unknown
        && !unknown.getSuggestions().isEmpty()) {
      meant = "; was %s meant?".formatted(String.join(" or ", unknown.getSuggestions()));
    }
    command
        .getErr()
        .printf(
            "telltale: %s%s (./%s --help)%n",
            oneLine(e.getMessage()), meant, command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  /** Faults of use and surroundings: one line tells what to do, a stack trace would hide it. */
  private static boolean expected(Exception e) {
    return e instanceof BundleException
        || e instanceof SpecException
        || e instanceof DataSetException
        || e instanceof FeaturesException
        || e instanceof TrainingException
        || e instanceof BrokerUnreachableException
        || e instanceof BrokerStartException
        || e instanceof MemberException
        || e instanceof ReferenceException
        || e instanceof IndexException
        || e instanceof UsageException
        || e instanceof AuditServer.Unreachable
        || e instanceof UncheckedIOException;
  }

  /** A message without line breaks. */
  static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
  }
}
