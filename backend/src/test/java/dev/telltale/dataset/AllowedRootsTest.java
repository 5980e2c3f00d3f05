package dev.telltale.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.dataset.PathRejected.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedRootsTest {
  @TempDir Path temp;
  private Path data;
  private Path extra;
  private AllowedRoots roots;

  @BeforeEach
  void layOut() throws IOException {
    Path real = temp.toRealPath();
    data = Files.createDirectories(real.resolve("data"));
    extra = Files.createDirectories(real.resolve("extra"));
    Files.createDirectories(data.resolve("a"));
    Files.writeString(data.resolve("a/1.png"), "1");
    Files.writeString(data.resolve("a/50%25 off.png"), "2");
    Files.writeString(extra.resolve("2.png"), "3");
    Files.writeString(real.resolve("secret.png"), "4");
    Files.createDirectories(real.resolve("data-private"));
    Files.writeString(real.resolve("data-private/5.png"), "5");
    roots = new AllowedRoots(List.of(extra));
  }

  @Test
  void filesOfTheDataSetAndOfTheRootsAreFound() throws Exception {
    assertThat(roots.resolve("a/1.png", data)).isEqualTo(data.resolve("a/1.png"));
    assertThat(roots.resolve("a/./x/../1.png", data)).isEqualTo(data.resolve("a/1.png"));
    assertThat(roots.resolve(data + "/a/1.png", data)).isEqualTo(data.resolve("a/1.png"));
    assertThat(roots.resolve(extra + "/2.png", null)).isEqualTo(extra.resolve("2.png"));
    assertThat(roots.resolve("../extra/2.png", data)).isEqualTo(extra.resolve("2.png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "file://", "FILE://localhost"})
  void fileUrisAreDecodedOnce(String start) throws Exception {
    assertThat(roots.resolve(start + data + "/a/1.png", data)).isEqualTo(data.resolve("a/1.png"));
    assertThat(roots.resolve(start + data + "/a/50%2525%20off.png", data))
        .isEqualTo(data.resolve("a/50%25 off.png"));
  }

  @Test
  void inAPlainPathPercentStandsForItself() throws Exception {
    assertThat(roots.resolve("a/50%25 off.png", data)).isEqualTo(data.resolve("a/50%25 off.png"));
    assertThat(rejected("%2e%2e/secret.png").kind()).isEqualTo(Kind.MISSING);
  }

  @ParameterizedTest
  @CsvSource({
    "../secret.png",
    "a/../../secret.png",
    "../data-private/5.png",
    "../does-not-exist.png",
    "/etc/passwd",
    "file:///etc/passwd",
    "file:/etc/passwd"
  })
  void nothingOutsideIsNamedWhetherItIsThereOrNot(String uri) {
    assertThat(rejected(uri).kind()).isEqualTo(Kind.OUTSIDE_ROOTS);
  }

  @Test
  void encodedDotsOfAUriLeadNoFurther() {
    assertThat(rejected("file://" + data + "/%2e%2e/secret.png").kind())
        .isEqualTo(Kind.OUTSIDE_ROOTS);
    assertThat(rejected("file://" + data + "/..%2fsecret.png").kind())
        .isEqualTo(Kind.OUTSIDE_ROOTS);
    assertThat(rejected("file://" + data + "/%252e%252e/secret.png").kind())
        .isEqualTo(Kind.MISSING);
  }

  @Test
  void linksThatLeaveTheRootsAreNotFollowed() throws Exception {
    Files.createSymbolicLink(data.resolve("out.png"), temp.resolve("secret.png"));
    Files.createSymbolicLink(data.resolve("up"), temp);
    Files.createSymbolicLink(data.resolve("in.png"), data.resolve("a/1.png"));
    assertThat(rejected("out.png").kind()).isEqualTo(Kind.OUTSIDE_ROOTS);
    assertThat(rejected("up/secret.png").kind()).isEqualTo(Kind.OUTSIDE_ROOTS);
    assertThat(roots.resolve("in.png", data)).isEqualTo(data.resolve("a/1.png"));
  }

  @Test
  void aRootMayBeSpelledThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), extra);
    AllowedRoots linked = new AllowedRoots(List.of(link));
    assertThat(linked.resolve(link + "/2.png", null)).isEqualTo(extra.resolve("2.png"));
    assertThat(linked.resolve(extra + "/2.png", null)).isEqualTo(extra.resolve("2.png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host/a.png", "s3://bucket/a.png", "data:image/png;base64,AA"})
  void otherSchemesAreRefused(String uri) {
    assertThat(rejected(uri).kind()).isEqualTo(Kind.UNSUPPORTED_SCHEME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a\0.png", "file:a/1.png", "file:///a%00.png", "file://other/a.png",
        "file:///a.png?x", "file:///a.png#x", "file://", "file:%", "a", "."
      })
  void whatIsNoFileIsInvalidOrMissing(String uri) {
    assertThat(rejected(uri).kind())
        .isIn(Kind.INVALID, Kind.OUTSIDE_ROOTS)
        .isNotEqualTo(Kind.MISSING);
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertThat(rejected("a/9.png")).hasMessage("there is no file a/9.png");
  }

  @Test
  void aRelativePathNeedsADataSet() {
    assertThatThrownBy(() -> roots.resolve("2.png", null))
        .isInstanceOfSatisfying(
            PathRejected.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
  }

  @Test
  void aMessageStaysOnOneLine() {
    assertThat(rejected("x\n\r\u001b[31m" + "y".repeat(5000)).getMessage())
        .doesNotContain("\n", "\r", "\u001b")
        .hasSizeLessThan(300);
  }

  @Test
  void aRootMustExist() {
    assertThatThrownBy(() -> new AllowedRoots(List.of(temp.resolve("no"))))
        .isInstanceOf(DataSetException.class);
  }

  @Property(tries = 500)
  void anyStringIsAFileInsideOrRejected(@ForAll @StringLength(max = 40) String uri)
      throws IOException {
    Path root = Files.createTempDirectory("roots").toRealPath();
    try {
      assertThat(new AllowedRoots(List.of()).resolve(uri, root)).startsWith(root);
    } catch (PathRejected e) {
      assertThat(e.getMessage()).isNotBlank();
    } finally {
      Files.delete(root);
    }
  }

  private PathRejected rejected(String uri) {
    PathRejected e = catchThrowableOfType(PathRejected.class, () -> roots.resolve(uri, data));
    assertThat(e).as("accepted: %s", uri).isNotNull();
    return e;
  }
}
