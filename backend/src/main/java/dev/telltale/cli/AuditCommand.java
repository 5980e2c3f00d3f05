package dev.telltale.cli;

import dev.telltale.audit.AuditMethod;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code telltale audit METHOD}: one audit, in this process or by a server. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    subcommands = {
      AuditAdmin.ListAll.class,
      AuditAdmin.Show.class,
      AuditChange.Pause.class,
      AuditChange.Resume.class,
      AuditChange.Cancel.class,
      AuditChange.Retry.class,
      AuditClone.class,
      AuditChange.Delete.class
    },
    description = {
      "Audits models on a data set, or trains one, and writes a report: a page, tables, JSON, and"
          + " the bundles that were made (docs/audits.md). Without a method the methods are listed,"
          + " with their options.",
      "Interrupted, the same command goes on where it was, to the same bytes.",
      "With --server a running Telltale does it, on all its workers: Ctrl-C only ends the watching.",
      "Exit status: 0 done, 1 when units had to be left out or it was interrupted, 2 on wrong use."
    })
final class AuditCommand implements Callable<Integer> {
  @Parameters(paramLabel = "METHOD", arity = "0..1", description = "one of the methods listed")
  private @Nullable String method;

  @Mixin private AuditRequest request;

  @ArgGroup(exclusive = false, heading = "By a server:%n")
  private @Nullable AuditThere there;

  @Mixin private AuditWatch watch;

  @Override
  public Integer call() throws IOException {
    if (method == null) {
      AuditMethods.ALL.values().forEach(AuditCommand::list);
      return 0;
    }
    if (there != null) {
      return watch.ask(new AuditServer(there.server), request.toServer(method, there.title));
    }
    if (watch.follow || watch.detach) {
      throw new UsageException("--follow and --detach are for an audit by a --server");
    }
    AuditMethod chosen = AuditMethods.named(method);
    return AuditHere.run(chosen, request.spec(chosen), watch.out, watch.json);
  }

  private static void list(AuditMethod method) {
    System.out.printf("%-12s %s%n", method.name(), method.summary());
    method
        .schema()
        .path("properties")
        .properties()
        .forEach(
            option ->
                System.out.printf(
                    "  --option %s=%s%n      %s%n",
                    option.getKey(),
                    option.getValue().path("default").asText(""),
                    option.getValue().path("description").asText()));
  }
}
