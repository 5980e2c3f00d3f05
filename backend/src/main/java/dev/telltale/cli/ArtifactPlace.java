package dev.telltale.cli;

import dev.telltale.audit.Artifacts;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.pipeline.S3Artifacts;
import dev.telltale.pipeline.S3Location;
import java.io.IOException;
import java.nio.file.Path;

/** Where a member's audits keep what is large, as its settings say. */
final class ArtifactPlace {
  private ArtifactPlace() {}

  /**
   * Opens it; a bucket is asked for once, so that a wrong one shows now.
   *
   * @param shutdown closes it
   * @throws UsageException if the place is not of the right form, or the bucket cannot be used
   */
  static Artifacts open(Settings settings, Shutdown shutdown) {
    String place = settings.artifacts();
    if (!S3Location.is(place)) {
      if (settings.s3Endpoint != null || settings.s3Region != null) {
        throw new UsageException(
            "--s3-endpoint and --s3-region are of a bucket, but --artifacts is the directory "
                + place
                + "; give "
                + S3Location.FORM);
      }
      return new ArtifactStore(Path.of(place));
    }
    try {
      S3Artifacts bucket =
          S3Artifacts.open(
              S3Location.parse(
                  place, settings.s3Endpoint, settings.s3Region, settings.s3Endpoint != null));
      shutdown.before(bucket::close);
      return bucket;
    } catch (IllegalArgumentException | IOException e) {
      throw new UsageException("--artifacts: " + e.getMessage());
    }
  }
}
