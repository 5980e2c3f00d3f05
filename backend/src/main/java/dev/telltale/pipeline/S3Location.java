package dev.telltale.pipeline;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A place in a bucket. Credentials are found as the AWS SDK finds them: environment, system
 * properties, profile, or the machine's role.
 *
 * @param bucket its name
 * @param prefix before every key; empty, or ending in /
 * @param endpoint of a server other than Amazon's; null for Amazon's
 * @param region null for the SDK's usual one
 * @param pathStyle whether the bucket is part of the path rather than of the host's name, as most
 *     other servers want it
 */
public record S3Location(
    String bucket,
    String prefix,
    @Nullable URI endpoint,
    @Nullable String region,
    boolean pathStyle) {
  /** How a place is written. */
  public static final String FORM = "s3://BUCKET[/PREFIX]";

  /** A server that says nothing for so long is taken for gone. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Pattern URL =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

  /** Whether a text means a bucket rather than a directory. */
  public static boolean is(String text) {
    return text.startsWith("s3:");
  }

  /**
   * Reads {@link #FORM}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static S3Location parse(
      String text, @Nullable URI endpoint, @Nullable String region, boolean pathStyle) {
    Matcher parts = URL.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a bucket is written " + FORM + ", not " + text);
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2).replaceAll("/+$", "");
    return new S3Location(
        parts.group(1), prefix.isEmpty() ? "" : prefix + "/", endpoint, region, pathStyle);
  }

  /** A client of its own; to be closed. */
  S3Client client() {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(SILENCE).socketTimeout(SILENCE))
            // Who may wait tries again itself, breathing in between: the SDK would sleep.
            .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry()))
            // Amazon's newer checksums are not understood by every server that speaks S3; what is
            // kept is addressed by its SHA-256 anyway.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .forcePathStyle(pathStyle);
    if (region != null) {
      builder.region(Region.of(region));
    }
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
