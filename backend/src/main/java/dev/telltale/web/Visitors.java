package dev.telltale.web;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
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
    for (String origin : origins) {
      hosts.add(URI.create(origin).getHost().toLowerCase(Locale.ROOT));
    }
  }

  /** Route handler: refuses names that are not this server's. */
  void checkHost(RoutingContext ctx) {
    HostAndPort authority = ctx.request().authority();
    if (authority == null || !known(authority.host())) {
      Problem.answer(
          ctx, 403, "This server is not known by that name; add it to allowedOrigins to serve it.");
    } else {
      ctx.next();
    }
  }

  /** Route handler: refuses pages of other origins. */
  void checkOrigin(RoutingContext ctx) {
    String origin = ctx.request().getHeader("Origin");
    if (origin == null || origins.contains(origin) || own(origin, ctx.request())) {
      ctx.next();
    } else {
      Problem.answer(ctx, 403, "Pages of " + origin + " may not connect; see allowedOrigins.");
    }
  }

  private static boolean own(String origin, HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority != null && origin.replaceFirst("^https?://", "").equals(authority.toString());
  }

  /** An address is no name that another site could own. */
  private boolean known(@Nullable String host) {
    return host != null
        && (hosts.contains(host.toLowerCase(Locale.ROOT))
            || NetUtil.isValidIpV4Address(host)
            || NetUtil.isValidIpV6Address(host));
  }
}
