package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.telltale.dataset.Subset;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.spuriosity.SpuriosityReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code telltale serve}: one member against a Kafka that is there already. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one member against an outside Kafka.",
      "Every setting is a flag (--batch-size), an environment variable (TELLTALE_BATCH_SIZE) and a key"
          + " of the configuration file (batchSize); flags go before the environment, and that"
          + " before the file."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Settings settings;

  /** Read before the flags are parsed, see {@link #layer}; here for the help and the parser. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--config", description = "configuration file, YAML")
  private @Nullable Path config;

  @Option(names = "--print-config", description = "print the effective settings and exit")
  private boolean printConfig;

  @Override
  public Integer call() throws InterruptedException {
    if (printConfig) {
      print(settings.values());
      return 0;
    }
    ModelBundle bundle =
        ModelBundle.read(settings.model == null ? Home.demoBundle() : settings.model);
    SpuriosityReference reference = RunningMember.reference(settings.reference, bundle);
    Map<String, KnownDataSet> dataSets = new LinkedHashMap<>();
    for (String text : settings.dataSets) {
      DataSetSpec declared = DataSetSpec.parse(text);
      dataSets.put(declared.name(), declared.known(declared.open(), Subset.ALL, bundle.spec()));
    }
    Shutdown shutdown = new Shutdown();
    FreeSpace.watch(settings.state, shutdown);
    RunningMember running = RunningMember.join(settings, bundle, reference, dataSets, shutdown);
    if (running.address() != null) {
      System.err.println("Dashboard: " + running.address());
    }
    running.member().run();
    System.err.println(
        "Ready: "
            + running.member().options().id()
            + ", data sets: "
            + (dataSets.isEmpty() ? "none" : String.join(", ", dataSets.keySet()))
            + ". Ctrl-C stops it.");
    shutdown.await();
    return 0;
  }

  /** Puts environment and file under the flags of this command. */
  static void layer(CommandLine serve, String[] args, Map<String, String> environment) {
    SettingsSources sources = new SettingsSources(environment, configFile(args, environment));
    serve.setDefaultValueProvider(sources);
    sources.checkKeys(serve.getCommandSpec().options());
  }

  /** The file decides defaults, so it must be known before the flags are parsed. */
  private static @Nullable Path configFile(String[] args, Map<String, String> environment) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--config=")) {
        return Path.of(args[i].substring("--config=".length()));
      }
      if (args[i].equals("--config") && i + 1 < args.length) {
        return Path.of(args[i + 1]);
      }
    }
    String named = environment.get("TELLTALE_CONFIG");
    return named == null ? null : Path.of(named);
  }

  private void print(Map<String, @Nullable Object> values) {
    try {
      spec.commandLine().getOut().print(new YAMLMapper().writeValueAsString(values));
      spec.commandLine().getOut().flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
