package dev.telltale.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does an audit that is not done in this process. */
final class AuditThere {
  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      description =
          "a running Telltale, such as http://127.0.0.1:8080; --data and --model then name what it"
              + " has declared, or directories there")
  String server = "";

  @Option(names = "--title", description = "what people call the audit")
  @Nullable String title;
}
