package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.ImageScore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What identifies a scored image on pages and in the index: data set, image id and model hash,
 * shortened to 32 hex digits.
 *
 * @param hex first 16 bytes of a SHA-256
 */
public record ImageKey(String hex) {
  /** The key of one image of a data set as seen by one model. */
  public static ImageKey of(String dataset, String modelHash, String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((dataset + '\0' + modelHash + '\0' + id).getBytes(StandardCharsets.UTF_8));
      return new ImageKey(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** The key of a score. */
  public static ImageKey of(ImageScore score) {
    return of(score.dataset(), score.modelHash(), score.id());
  }
}
