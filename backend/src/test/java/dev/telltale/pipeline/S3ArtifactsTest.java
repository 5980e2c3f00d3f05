package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.testing.Bucket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Artifacts in a bucket of a real server that speaks S3, with signed requests. */
class S3ArtifactsTest {
  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";

  private static Bucket bucket;

  @BeforeAll
  static void start() {
    bucket = new Bucket();
    System.setProperty(KEY, Bucket.KEY);
    System.setProperty(SECRET, Bucket.SECRET);
  }

  @AfterAll
  static void stop() {
    System.clearProperty(KEY);
    System.clearProperty(SECRET);
    bucket.close();
  }

  @Test
  void bytesAreReadBackUnderTheirDigest() throws IOException {
    try (S3Artifacts store = S3Artifacts.open(location("s3://telltale/some/where/"))) {
      String address = store.write("abc".getBytes(UTF_8));
      assertThat(address)
          .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
      assertThat(store.write("abc".getBytes(UTF_8))).isEqualTo(address);
      assertThat(store.read(address)).asString(UTF_8).isEqualTo("abc");
      assertThat(bucket.blobs().blobExists(Bucket.NAME, "some/where/" + address)).isTrue();
      assertThatThrownBy(() -> store.open("0".repeat(64)))
          .isInstanceOf(FileNotFoundException.class);
      assertThatThrownBy(() -> store.open("../abc")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void megabytesComeAsAStream() throws IOException {
    byte[] large = new byte[9 << 20];
    Arrays.fill(large, (byte) 9);
    try (S3Artifacts store = S3Artifacts.open(location("s3://telltale"))) {
      String address = store.write(large);
      try (InputStream in = store.open(address)) {
        assertThat(in.readNBytes(10)).containsOnly(9);
        assertThat(in.readAllBytes()).hasSize(large.length - 10);
      }
    }
  }

  @Test
  void whatNothingNamesIsCollectedAfterAnHour() throws IOException {
    S3Location location = location("s3://telltale/collected");
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61));
    try (S3Artifacts store = S3Artifacts.open(location);
        S3Artifacts elsewhere = S3Artifacts.open(location("s3://telltale/collected-not"));
        S3Artifacts old = new S3Artifacts(location.client(), location, later)) {
      String named = store.write("named".getBytes(UTF_8));
      String lost = store.write("lost".getBytes(UTF_8));
      String other = elsewhere.write("lost".getBytes(UTF_8));
      assertThat(store.collect(Set.of(named))).isZero();
      assertThat(old.collect(Set.of(named))).isEqualTo(1);
      assertThat(store.read(named)).asString(UTF_8).isEqualTo("named");
      assertThatThrownBy(() -> store.open(lost)).isInstanceOf(FileNotFoundException.class);
      assertThat(elsewhere.read(other)).asString(UTF_8).isEqualTo("lost");
    }
  }

  @Test
  void aWrongPlaceIsRefusedInOneLineAtOnce() {
    assertThatThrownBy(() -> S3Artifacts.open(location("s3://nowhere-at-all/x")))
        .isInstanceOf(IOException.class)
        .hasMessage("s3://nowhere-at-all/x/: there is no such bucket");
    assertThatThrownBy(() -> location("s3:/telltale"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(S3Location.FORM);
    System.setProperty(SECRET, "wrong");
    try {
      assertThatThrownBy(() -> S3Artifacts.open(location("s3://telltale")))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("s3://telltale/: ")
          .message()
          .doesNotContain("\n");
    } finally {
      System.setProperty(SECRET, Bucket.SECRET);
    }
  }

  private static S3Location location(String text) {
    return S3Location.parse(text, bucket.endpoint(), "us-east-1", true);
  }
}
