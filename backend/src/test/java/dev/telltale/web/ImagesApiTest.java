package dev.telltale.web;

import static dev.telltale.web.WebServer.HTTP;
import static dev.telltale.web.WebServer.IMAGES;
import static dev.telltale.web.WebServer.PATIENCE;
import static dev.telltale.web.WebServer.SCREENING;
import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.key;
import static dev.telltale.web.WebServer.tell;
import static dev.telltale.web.WebServer.type;
import static dev.telltale.web.WebServer.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.testing.Scored;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of images: pages, exports, contact sheets. */
@ExtendWith(WebServer.class)
class ImagesApiTest {
  @Test
  void anExportHoldsEveryImageThatMatchesInOrder() throws Exception {
    HttpResponse<String> lines =
        get("/api/images/export?format=jsonl&sort=oldest&screening=" + SCREENING);
    List<String> ids = new ArrayList<>();
    for (String line : lines.body().split("\n")) {
      ids.add(new ObjectMapper().readTree(line).get("id").asText());
    }
    List<String> listed = new ArrayList<>();
    json("/api/images?sort=oldest&screening=" + SCREENING)
        .get("images")
        .forEach(one -> listed.add(one.get("id").asText()));
    assertThat(ids).isEqualTo(listed).hasSize(IMAGES);

    HttpResponse<String> table = get("/api/images/export?format=csv&right=true");
    long right = json("/api/images?right=true").get("total").asLong();
    assertThat(type(table)).isEqualTo("text/csv; charset=utf-8");
    assertThat(table.headers().firstValue("Content-Disposition").orElse("")).contains(".csv");
    assertThat(table.body().lines().count()).isEqualTo(right + 1);
    assertThat(table.body()).startsWith("key,id,dataset,");
  }

  @Test
  void listsGoByTheRankOfSpuriosityAndExportsTellIt() throws Exception {
    assertThat(ids("/api/images?sort=highest-spuriosity&screening=" + SCREENING))
        .startsWith("1", "0", "2")
        .hasSize(IMAGES);
    assertThat(ids("/api/images?sort=lowest-spuriosity&limit=3&screening=" + SCREENING))
        .containsExactly("2", "0", "1");
    assertThat(ids("/api/images?minPercentile=0.1&maxPercentile=0.3&screening=" + SCREENING))
        .containsExactly("0");
    JsonNode first = json("/api/images/" + key(0));
    assertThat(first.get("rankPercentile").asDouble()).isEqualTo(0.25);
    assertThat(first.get("spuriosity").asDouble()).isEqualTo(-1);
    assertThat(json("/api/images/" + key(3)).get("spuriosity").isNull()).isTrue();
    String table =
        get("/api/images/export?format=csv&minPercentile=0.5&screening=" + SCREENING).body();
    assertThat(table.lines().toList().get(0)).contains(",spuriosity,rankPercentile,");
    assertThat(table.lines().toList().get(1)).contains(",0.0,0.5,");
  }

  private static List<String> ids(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    json(path).get("images").forEach(image -> ids.add(image.get("id").asText()));
    return ids;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/images?sort=alphabetical",
        "/api/images?minPercentile=1.5",
        "/api/images?cursor=yesterday",
        "/api/images?scoredFrom=yesterday",
        "/api/images?minConfidence=2",
        "/api/images/export?format=xls",
        "/api/images/export"
      })
  void whatAListCannotMeanIsABadRequest(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("application/problem+json");
  }

  @Test
  void pagesCanBeFollowedToTheEnd() throws Exception {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json("/api/images?limit=2&screening=" + SCREENING + cursor);
      assertThat(page.get("total").asInt()).isEqualTo(IMAGES);
      page.get("images").forEach(image -> ids.add(image.get("id").asText()));
      cursor = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asText();
    } while (cursor != null);
    assertThat(ids).hasSize(IMAGES).doesNotHaveDuplicates();
    assertThat(json("/api/images?right=true").get("total").asInt()).isEqualTo(3);
    assertThat(json("/api/images?right=false").get("total").asInt()).isEqualTo(2);
    assertThat(json("/api/images?screening=none").get("total").asInt()).isZero();
  }

  @Test
  void aPageIsFoundByItsNumberInAListThatStandsStill() throws Exception {
    JsonNode first = json("/api/images?limit=2&sort=oldest&screening=" + SCREENING);
    long asOf = first.get("asOf").asLong();
    tell(List.of(Scored.image("later" + System.nanoTime()).dataset("others")));
    await().atMost(PATIENCE).until(() -> json("/api/images").get("asOf").asLong() > asOf);
    JsonNode then = json("/api/images?sort=newest&limit=500&asOf=" + asOf);
    assertThat(then.get("total").asLong()).isEqualTo(asOf);
    assertThat(then.get("images").size()).isEqualTo((int) asOf);

    JsonNode all = json("/api/images?limit=500&sort=oldest&screening=" + SCREENING);
    JsonNode last =
        json("/api/images?sort=oldest&offset=3&asOf=" + asOf + "&screening=" + SCREENING);
    assertThat(last.get("images").get(0)).isEqualTo(all.get("images").get(3));
    assertThat(last.get("images").size()).isEqualTo(IMAGES - 3);
    assertThat(last.get("total").asInt()).isEqualTo(IMAGES);
    assertThat(last.get("next").isNull()).isTrue();
    assertThat(get("/api/images?offset=1&cursor=1.0:1").statusCode()).isEqualTo(400);
  }

  @Test
  void aContactSheetHoldsTheFirstImagesInRows() throws Exception {
    BufferedImage sheet = sheet("columns=2&limit=3&width=64");
    assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(64 + 4 + 64, 132);
    JsonNode list = json("/api/images?sort=oldest&screening=" + SCREENING).get("images");
    BufferedImage first = picture(list.get(0).get("key").asText());
    BufferedImage second = picture(list.get(1).get("key").asText());
    for (int i = 0; i < 64; i++) {
      assertThat(sheet.getRGB(i, i)).isEqualTo(first.getRGB(i, i));
      assertThat(sheet.getRGB(68 + i, i)).isEqualTo(second.getRGB(i, i));
      assertThat(sheet.getRGB(68 + i, 68 + i)).as("an empty cell").isEqualTo(-1);
    }
    BufferedImage overlaid = sheet("columns=2&limit=3&width=64&overlay=true");
    assertThat(overlaid.getRGB(20, 20)).isNotEqualTo(sheet.getRGB(20, 20));
  }

  @Test
  void aPictureThatIsGoneLeavesItsCellEmpty() throws Exception {
    BufferedImage sheet = sheet("columns=5&limit=5&width=64");
    assertThat(sheet.getWidth()).isEqualTo(5 * 64 + 4 * 4);
    int column = 0;
    for (JsonNode image : json("/api/images?sort=oldest&screening=" + SCREENING).get("images")) {
      boolean gone = image.get("key").asText().equals(key(IMAGES - 1));
      assertThat(sheet.getRGB(68 * column + 10, 10) == -1).isEqualTo(gone);
      column++;
    }
  }

  @Test
  void aSheetOfNothingIsNotFound() throws Exception {
    assertThat(get("/api/images/sheet?screening=none").statusCode()).isEqualTo(404);
    assertThat(get("/api/images/sheet?limit=101").statusCode()).isEqualTo(400);
  }

  private static BufferedImage sheet(String query) throws Exception {
    return read("/api/images/sheet?sort=oldest&screening=" + SCREENING + "&" + query);
  }

  private static BufferedImage picture(String key) throws Exception {
    return read("/api/images/" + key + "/original");
  }

  private static BufferedImage read(String path) throws Exception {
    HttpResponse<byte[]> answer =
        HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(type(answer)).isEqualTo("image/png");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }
}
