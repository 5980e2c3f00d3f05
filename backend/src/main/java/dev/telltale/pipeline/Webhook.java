package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told when audits end or wait, signed as Standard Webhooks have it, so that
 * receivers can check it with a library.
 *
 * @param url of HTTP or HTTPS
 * @param secret shared with the receiver, {@code whsec_} and Base64, or any text; null to send
 *     without a signature
 */
public record Webhook(URI url, @Nullable String secret) {
  private static final String PREFIX = "whsec_";

  /**
   * @throws IllegalArgumentException if it is no such address, or the secret is none
   */
  public Webhook {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException(url + " is not of the form https://HOST/PATH");
    }
    if (secret != null) {
      key(secret);
    }
  }

  /**
   * The {@code webhook-signature} of a notice: {@code v1,} and the Base64 of the HMAC-SHA256 over
   * {@code ID.SECONDS.BODY}; null without a secret.
   *
   * @param seconds since 1970, the {@code webhook-timestamp}
   */
  @Nullable String signature(String id, long seconds, String body) {
    if (secret == null) {
      return null;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      byte[] signed = mac.doFinal((id + "." + seconds + "." + body).getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA256", e);
    }
  }

  private static byte[] key(String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("the webhook's secret is empty");
    }
    return secret.startsWith(PREFIX)
        ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
        : secret.getBytes(UTF_8);
  }

  /** Without the secret, which is to stand in no log. */
  @Override
  public String toString() {
    return url.toString();
  }
}
