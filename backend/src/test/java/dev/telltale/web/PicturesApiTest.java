package dev.telltale.web;

import static dev.telltale.web.WebServer.BIRDS;
import static dev.telltale.web.WebServer.HTTP;
import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.key;
import static dev.telltale.web.WebServer.temp;
import static dev.telltale.web.WebServer.uri;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of an image, and what a browser may keep of them. */
@ExtendWith(WebServer.class)
class PicturesApiTest {
  @Test
  void anotherClassesMapNeedsAWorkerThatHasTheModel() throws Exception {
    List<Integer> answers = new ArrayList<>();
    for (String target : BIRDS.spec().classes()) {
      answers.add(get("/api/images/" + key(0) + "/overlay?target=" + target).statusCode());
    }
    // The predicted class's map came with the score.
    assertThat(answers).containsExactlyInAnyOrder(200, 409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?width=32", "?width=64", "?width=200"})
  void theThreePicturesOfAnImageAreOfOneSize(String query) throws Exception {
    BufferedImage original = picture("original" + query);
    BufferedImage mask = picture("mask" + query);
    BufferedImage overlay = picture("overlay" + query);
    assertThat(List.of(mask.getWidth(), overlay.getWidth())).containsOnly(original.getWidth());
    assertThat(List.of(mask.getHeight(), overlay.getHeight())).containsOnly(original.getHeight());
    if (query.isEmpty()) {
      assertThat(original.getWidth()).isEqualTo(64);
    }
  }

  @Test
  void anOverlayOfNoOpacityIsThePicture() throws Exception {
    BufferedImage original = picture("original");
    BufferedImage overlay = picture("overlay?opacity=0");
    for (int i = 0; i < 64; i++) {
      assertThat(overlay.getRGB(i, i)).isEqualTo(original.getRGB(i, i));
    }
  }

  private static BufferedImage picture(String path) throws Exception {
    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri("/api/images/" + key(0) + "/" + path)).build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "original?width=32",
        "mask?width=32",
        "overlay?width=32",
        "overlay?width=32&opacity=0.3&colormap=viridis"
      })
  void anAddressThatNamesTheMomentOfScoringMayBeKeptForEver(String path) throws Exception {
    String scoredAt = json("/api/images/" + key(0)).get("scoredAt").asText();
    HttpHeaders named = picture(path + "&scoredAt=" + scoredAt, null).headers();
    assertThat(named.firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(named.firstValue("Content-Encoding").orElse("identity")).isEqualTo("identity");
    for (String other : List.of(path, path + "&scoredAt=2020-01-01T00:00:00Z")) {
      assertThat(picture(other, null).headers().firstValue("Cache-Control"))
          .contains("private, no-cache");
    }
  }

  @Test
  void whatAClientHasIsNotSentAgainNorReadNorComputed() throws Exception {
    String other = BIRDS.spec().classes().get(1);
    Path file = temp().resolve("birds/images/000001.png");
    Path aside = temp().resolve("aside.png");
    // Not by replacing one number in the path: the model's hash may hold it.
    String original = "/api/images/" + key(1) + "/original?width=";
    String path = original + 48;
    HttpResponse<byte[]> first = send(path, null);
    assertThat(first.statusCode()).isEqualTo(200);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    Files.move(file, aside);
    try {
      assertThat(send(path, null).statusCode()).as("it cannot be read").isEqualTo(404);
      HttpResponse<byte[]> again = send(path, tag);
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).contains(tag);
    } finally {
      Files.move(aside, file);
    }
    HttpResponse<byte[]> smaller = send(original + 32, tag);
    assertThat(smaller.statusCode()).as("another picture").isEqualTo(200);
    assertThat(smaller.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
    HttpResponse<byte[]> refused = send("/api/images/" + key(0) + "/overlay?target=" + other, null);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.headers().firstValue("ETag")).isEmpty();
    assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
  }

  private static HttpResponse<byte[]> picture(String path, @Nullable String tag) throws Exception {
    HttpResponse<byte[]> answer = send("/api/images/" + key(0) + "/" + path, tag);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  private static HttpResponse<byte[]> send(String path, @Nullable String tag) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (tag != null) {
      request.header("If-None-Match", tag);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }
}
