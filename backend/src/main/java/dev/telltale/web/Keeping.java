package dev.telltale.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.kafka.event.ImageScore;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a browser may keep of the pictures of a score. A score never changes, so the address and the
 * moment of scoring tell a picture from any other without its being read; and an address that names
 * the moment means the same picture for ever, even when the image is scored anew in an index that
 * was begun afresh.
 */
final class Keeping {
  /** Of what an address means for ever. */
  static final String FOR_EVER = "private, max-age=31536000, immutable";

  /** Of what is asked for again each time. */
  static final String IF_UNCHANGED = "private, no-cache";

  private Keeping() {}

  /**
   * Sets the headers, and ends the request when the client has the picture.
   *
   * @param asked the moment of scoring that the address names; null for none
   * @param version of Telltale: another may draw differently
   * @return whether it was ended
   */
  static boolean has(
      RoutingContext ctx, ImageScore score, @Nullable Instant asked, String version) {
    ctx.response()
        .putHeader(
            HttpHeaders.CACHE_CONTROL, score.scoredAt().equals(asked) ? FOR_EVER : IF_UNCHANGED);
    ctx.etag(hash(ctx.request().uri() + ' ' + score.scoredAt() + ' ' + version));
    if (!ctx.isFresh()) {
      return false;
    }
    ctx.response().setStatusCode(304).end();
    return true;
  }

  /**
   * The same of a picture that may change: it is asked for again each time, and sent if it did.
   *
   * @param stamp differs when the picture does
   */
  static boolean has(RoutingContext ctx, String stamp) {
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, IF_UNCHANGED);
    ctx.etag(hash(ctx.request().uri() + ' ' + stamp));
    if (!ctx.isFresh()) {
      return false;
    }
    ctx.response().setStatusCode(304).end();
    return true;
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
