package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.telltale.testing.Bucket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.paginators.ListObjectsV2Iterable;

/** Artifacts in a bucket of a real server that speaks S3, with signed requests. */
class S3ArtifactsTest {
  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";

  private static final Duration TWO_HOURS = Duration.ofHours(2);

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
  void whatIsRememberedIsForgottenWithWhatItNames() throws IOException {
    try (S3Artifacts store = S3Artifacts.open(location("s3://telltale/remembered/"))) {
      String key = "a".repeat(64);
      assertThat(store.recall(key)).isEmpty();
      String address = store.write("features".getBytes(UTF_8));
      store.remember(key, address);
      assertThat(store.recall(key)).contains(address);
      assertThat(store.collect(Set.of(), Instant.now().plusSeconds(60))).isEqualTo(1);
      assertThat(store.recall(key)).isEmpty();
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
  void whatNothingNamesIsCollectedButForWhatWasWantedLately() throws IOException {
    S3Location location = location("s3://telltale/collected");
    Instant now = Instant.now();
    try (S3Artifacts store = S3Artifacts.open(location);
        S3Artifacts elsewhere = S3Artifacts.open(location("s3://telltale/collected-not"))) {
      String named = store.write("named".getBytes(UTF_8));
      String lost = store.write("lost".getBytes(UTF_8));
      String other = elsewhere.write("lost".getBytes(UTF_8));
      assertThat(store.collect(Set.of(named), now.minusSeconds(60))).isZero();
      assertThat(store.collect(Set.of(named), now.plusSeconds(60))).isEqualTo(1);
      assertThat(store.read(named)).asString(UTF_8).isEqualTo("named");
      assertThatThrownBy(() -> store.open(lost)).isInstanceOf(FileNotFoundException.class);
      assertThat(elsewhere.read(other)).asString(UTF_8).isEqualTo("lost");
    }
  }

  @Test
  void whatWasPutAnewSinceItWasListedStays() throws IOException {
    S3Location location = location("s3://telltale/listed");
    try (S3Artifacts store = new S3Artifacts(new ListedBefore(location.client()), location)) {
      String address = store.write("wanted".getBytes(UTF_8));
      assertThat(store.collect(Set.of(), Instant.now().minus(ArtifactStore.YOUNG))).isZero();
      assertThat(store.read(address)).asString(UTF_8).isEqualTo("wanted");
    }
  }

  /** Whose lists are from before all was put anew. */
  private static final class ListedBefore extends DelegatingS3Client {
    ListedBefore(S3Client bucket) {
      super(bucket);
    }

    @Override
    public ListObjectsV2Iterable listObjectsV2Paginator(ListObjectsV2Request request) {
      return new ListObjectsV2Iterable(this, request);
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
      ListObjectsV2Response now = super.listObjectsV2(request);
      List<S3Object> aged =
          now.contents().stream()
              .map(one -> one.copy(o -> o.lastModified(one.lastModified().minus(TWO_HOURS))))
              .toList();
      return now.copy(response -> response.contents(aged));
    }
  }

  @Test
  void aServerThatRefusesIsAskedOnceSinceItsCallersTryAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    busy.start();
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + busy.getAddress().getPort());
      S3Location there = S3Location.parse("s3://telltale", endpoint, "us-east-1", true);
      assertThatThrownBy(() -> S3Artifacts.open(there))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("s3://telltale/: ");
      assertThat(asked).hasValue(1);
    } finally {
      busy.stop(0);
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
