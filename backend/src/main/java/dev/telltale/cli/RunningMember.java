package dev.telltale.cli;

import dev.telltale.audit.Subjects;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.AuditTools;
import dev.telltale.pipeline.ClusterOptions;
import dev.telltale.pipeline.IntakeOptions;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import dev.telltale.pipeline.Role;
import dev.telltale.pipeline.Webhook;
import dev.telltale.pipeline.WebhookVerticle;
import dev.telltale.spuriosity.SpuriosityReference;
import dev.telltale.web.Audited;
import dev.telltale.web.WebOptions;
import dev.telltale.web.WebVerticle;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A member and its web server, made from settings.
 *
 * @param member the member
 * @param address of the dashboard; null without the web role
 */
record RunningMember(Member member, @Nullable String address) {

  /**
   * Joins, and serves the dashboard before the models are loaded; call {@link Member#run} next.
   *
   * @param settings what it was told
   * @param bundle the model
   * @param reference of the model, as {@link #reference} reads it; null for none
   * @param dataSets known ones, by name
   * @param shutdown will stop it
   */
  static RunningMember join(
      Settings settings,
      ModelBundle bundle,
      @Nullable SpuriosityReference reference,
      Map<String, KnownDataSet> dataSets,
      Shutdown shutdown) {
    Set<Role> roles = roles(settings);
    IntakeOptions intake = intake(settings);
    WebOptions web = web(settings);
    Webhook webhook = webhook(settings);
    long maxPixels = maxPixels(settings);
    StateDirectory state = StateDirectory.own(settings.state);
    shutdown.before(state::close);
    AuditTools tools = AuditMethods.tools(ArtifactPlace.open(settings, shutdown));
    Member member =
        Member.join(
            new MemberOptions(
                settings.member == null ? state.memberId() : settings.member,
                roles,
                settings.kafka,
                new ClusterOptions(
                    settings.clusterHost, settings.clusterPort, settings.clusterMembers),
                settings.state,
                bundle,
                reference,
                dataSets,
                new AllowedRoots(settings.allowedRoots),
                intake,
                maxPixels,
                settings.cpuSlots,
                tools));
    shutdown.before(member::close);
    if (webhook != null) {
      member.deploy(new WebhookVerticle(settings.kafka, webhook));
    }
    if (!roles.contains(Role.WEB)) {
      return new RunningMember(member, null);
    }
    WebVerticle server =
        new WebVerticle(
            member,
            web,
            Version.text(),
            new Audited(AuditMethods.ALL, new Subjects(4), tools.artifacts()));
    try {
      member.deploy(server);
    } catch (RuntimeException e) {
      throw portTaken(settings, e);
    }
    return new RunningMember(member, "http://" + settings.host + ":" + server.port() + "/");
  }

  /** Reads the reference that a command was given for its model; null when it was given none. */
  static @Nullable SpuriosityReference reference(@Nullable Path file, ModelBundle bundle) {
    return file == null ? null : SpuriosityReference.read(file, bundle);
  }

  private static @Nullable Webhook webhook(Settings settings) {
    try {
      return settings.webhookUrl == null
          ? null
          : new Webhook(settings.webhookUrl, settings.webhookSecret);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--webhook-url: " + e.getMessage());
    }
  }

  private static RuntimeException portTaken(Settings settings, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    Throwable cause = e.getCause() == null ? e : e.getCause();
    boolean bind = cause instanceof BindException || message.contains("Address already in use");
    return bind
        ? new UsageException(
            "port "
                + settings.port
                + " on "
                + settings.host
                + " is taken; stop what listens there, or give another with --port")
        : e;
  }

  private static IntakeOptions intake(Settings settings) {
    try {
      return new IntakeOptions(
          settings.group, settings.batchSize, settings.lingerMillis, settings.maxInFlight);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** A picture in memory is one array, which ends at some 715 million pixels. */
  private static long maxPixels(Settings settings) {
    int most = 700;
    if (settings.maxMegapixels < 1 || settings.maxMegapixels > most) {
      throw new UsageException(
          "max megapixels is " + settings.maxMegapixels + "; it must be 1 to " + most);
    }
    return settings.maxMegapixels * 1_000_000L;
  }

  private static WebOptions web(Settings settings) {
    try {
      return new WebOptions(
          settings.host, settings.port, Home.dashboard(), Set.copyOf(settings.allowedOrigins));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Set<Role> roles(Settings settings) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : settings.roles) {
      roles.add(
          Arrays.stream(Role.values())
              .filter(role -> role.label().equalsIgnoreCase(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "no role "
                              + name
                              + "; there are: "
                              + Arrays.stream(Role.values())
                                  .map(Role::label)
                                  .collect(Collectors.joining(", ")))));
    }
    return roles;
  }
}
