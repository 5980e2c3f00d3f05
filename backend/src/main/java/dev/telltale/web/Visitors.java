package dev.telltale.web;

import io.netty.util.NetUtil;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to this server. A page of another site can make a browser send requests here, even
 * under a name of its own that it points at this address; so the name asked for must be one of
 * ours, and a WebSocket's origin must be the dashboard.
 */
final class Visitors {
  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins;

  Visitors(WebOptions options) {
    hosts.add("localhost");
    hosts.add(options.host().toLowerCase(Locale.ROOT));
    origins = options.allowedOrigins();
    origins.forEach(origin -> hosts.add(URI.create(origin).getHost()));
  }

  /** Route handler: refuses names that are not this server's. */
  void checkHost(RoutingContext ctx) {
    if (!known(ctx.request().authority())) {
      Problem.answer(
          ctx, 403, "This server is not known by that name; add it to allowedOrigins to serve it.");
    } else {
      ctx.next();
    }
  }

  /** Route handler: refuses pages of other origins. */
  void checkOrigin(RoutingContext ctx) {
    String origin = ctx.request().getHeader("Origin");
    if (origin == null || welcome(origin, ctx.request().authority())) {
      ctx.next();
    } else {
      Problem.answer(ctx, 403, "Pages of " + origin + " may not connect; see allowedOrigins.");
    }
  }

  /** Whether it is a name of this server. An address is no name that another site could own. */
  boolean known(@Nullable HostAndPort asked) {
    String host = asked == null ? null : asked.host();
    return host != null
        && (hosts.contains(host.toLowerCase(Locale.ROOT))
            || NetUtil.isValidIpV4Address(host)
            || NetUtil.isValidIpV6Address(host));
  }

  /** Whether pages of an origin may connect: the dashboard's own, and those that were allowed. */
  boolean welcome(String origin, @Nullable HostAndPort asked) {
    return origins.contains(origin)
        || (asked != null && origin.replaceFirst("^https?://", "").equals(asked.toString()));
  }
}
