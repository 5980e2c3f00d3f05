package dev.telltale.cli;

import dev.telltale.pipeline.S3Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What a member can be told, the same by flag ({@code --batch-size}), environment ({@code
 * TELLTALE_BATCH_SIZE}) and configuration file ({@code batchSize}); a flag goes before the
 * environment, and that before the file. See {@link SettingsSources}.
 */
final class Settings {
  @Option(
      names = "--kafka",
      defaultValue = "127.0.0.1:9092",
      description = "broker, HOST:PORT[,HOST:PORT] (default: ${DEFAULT-VALUE})")
  String kafka = "";

  @Option(
      names = "--roles",
      split = ",",
      defaultValue = "web,worker,coordinator",
      description = "web, worker, coordinator (default: ${DEFAULT-VALUE})")
  List<String> roles = List.of();

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "address to listen on (default: ${DEFAULT-VALUE}, this machine only)")
  String host = "";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "port of dashboard and REST; 0 for any free one (default: ${DEFAULT-VALUE})")
  int port;

  @Option(
      names = "--state",
      defaultValue = ".telltale",
      description = "this member's own directory (default: ${DEFAULT-VALUE})")
  Path state = Path.of(".");

  @Option(
      names = "--artifacts",
      paramLabel = "DIR|" + S3Location.FORM,
      description =
          "where audits keep what is large, the same for all members (default: audits in the state"
              + " directory)")
  @Nullable String artifacts;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "server of the bucket, where it is not Amazon's; the bucket goes into the path")
  @Nullable URI s3Endpoint;

  @Option(names = "--s3-region", description = "of the bucket (default: as the AWS SDK finds it)")
  @Nullable String s3Region;

  @Option(names = "--model", description = "model bundle (default: the demo's birds)")
  @Nullable Path model;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = {
        "what the spuriosity of images is compared with: the document that an audit of the model by"
            + " spuriosity made (docs/screening.md); default: none"
      })
  @Nullable Path reference;

  @Option(
      names = "--data-set",
      split = ";",
      paramLabel = DataSetSpec.FORM,
      description = "a data set that events may name; can be repeated, or several with ; between")
  List<String> dataSets = List.of();

  @Option(
      names = "--allowed-roots",
      split = ",",
      paramLabel = "DIR",
      description =
          "further directories that events may name files in, and audits data sets and bundles")
  List<Path> allowedRoots = List.of();

  @Option(
      names = "--allowed-origins",
      split = ",",
      paramLabel = "URL",
      description = "further origins whose pages may connect, e.g. https://telltale.example")
  List<String> allowedOrigins = List.of();

  @Option(
      names = "--member",
      description = "this member's name (default: made once and kept in the state directory)")
  @Nullable String member;

  @Option(
      names = "--cluster-host",
      defaultValue = "127.0.0.1",
      description = "address by which other members reach this one (default: ${DEFAULT-VALUE})")
  String clusterHost = "";

  @Option(
      names = "--cluster-port",
      defaultValue = "15701",
      description = "port for other members; 0 for any free one (default: ${DEFAULT-VALUE})")
  int clusterPort;

  @Option(
      names = "--cluster-members",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "members to join (default: none, a cluster of one)")
  List<String> clusterMembers = List.of();

  @Option(
      names = "--group",
      defaultValue = "telltale-workers",
      description = "consumer group of the workers (default: ${DEFAULT-VALUE})")
  String group = "";

  @Option(
      names = "--batch-size",
      defaultValue = "32",
      description = "most images of a batch, 1 to 32 (default: ${DEFAULT-VALUE})")
  int batchSize;

  @Option(
      names = "--linger-millis",
      defaultValue = "20",
      description = "how long an image waits for others at most (default: ${DEFAULT-VALUE})")
  long lingerMillis;

  @Option(
      names = "--max-in-flight",
      defaultValue = "256",
      description = "images held before intake pauses (default: ${DEFAULT-VALUE})")
  int maxInFlight;

  @Option(
      names = "--cpu-slots",
      defaultValue = "1",
      description = "networks side by side when there is no GPU (default: ${DEFAULT-VALUE})")
  int cpuSlots;

  @Option(
      names = "--max-megapixels",
      defaultValue = "50",
      description = "a picture of more million pixels is rejected (default: ${DEFAULT-VALUE})")
  int maxMegapixels;

  @Option(
      names = "--webhook-url",
      paramLabel = "URL",
      description = "told by POST when an audit is completed, failed or waits for people")
  @Nullable URI webhookUrl;

  @Option(
      names = "--webhook-secret",
      description = "signs what the webhook is told; better in the environment or the file")
  @Nullable String webhookSecret;

  /** Where audits keep what is large: a directory, or a place in a bucket. */
  String artifacts() {
    return artifacts == null ? state.resolve("audits").toString() : artifacts;
  }

  /** The effective values, by the names that a configuration file uses. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new TreeMap<>();
    values.put("kafka", kafka);
    values.put("roles", roles);
    values.put("host", host);
    values.put("port", port);
    values.put("state", state.toString());
    values.put("artifacts", artifacts());
    values.put("s3Endpoint", s3Endpoint == null ? null : s3Endpoint.toString());
    values.put("s3Region", s3Region);
    values.put("model", (model == null ? Home.demoBundle() : model).toString());
    values.put("reference", reference == null ? null : reference.toString());
    values.put("dataSet", dataSets);
    values.put("allowedRoots", allowedRoots.stream().map(Path::toString).toList());
    values.put("allowedOrigins", allowedOrigins);
    values.put("member", member);
    values.put("clusterHost", clusterHost);
    values.put("clusterPort", clusterPort);
    values.put("clusterMembers", clusterMembers);
    values.put("group", group);
    values.put("batchSize", batchSize);
    values.put("lingerMillis", lingerMillis);
    values.put("maxInFlight", maxInFlight);
    values.put("cpuSlots", cpuSlots);
    values.put("maxMegapixels", maxMegapixels);
    values.put("webhookUrl", webhookUrl == null ? null : webhookUrl.toString());
    // What is printed ends up in logs and tickets.
    values.put("webhookSecret", webhookSecret == null ? null : "***");
    return values;
  }
}
