package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.waterbirds.Drawing;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.Box;
import dev.telltale.image.Mask;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.RejectReason;
import dev.telltale.testing.Scored;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  private static final Drawing BIRD = new Waterbirds(0.5, 32, 5).draw(0);
  private static final long MAX_PIXELS = 2_000_000;

  @TempDir private Path temp;
  private Path birds;
  private ArtifactStore artifacts;
  private Pictures pictures;

  @BeforeEach
  void writeABird() throws IOException {
    birds = Files.createDirectory(temp.resolve("birds")).toRealPath();
    Files.write(birds.resolve("bird.png"), Png.write(BIRD.image()));
    Files.write(birds.resolve("mask.png"), Png.write(BIRD.mask()));
    Files.writeString(temp.resolve("secret.png"), "outside");
    artifacts = new ArtifactStore(temp.resolve("artifacts"));
    KnownDataSet known =
        new KnownDataSet("birds", birds, "waterbirds", List.of(), ClassMap.identity(List.of("a")));
    pictures =
        new Pictures(Map.of("birds", known), new AllowedRoots(List.of()), artifacts, MAX_PIXELS);
  }

  @Test
  void aPictureIsFoundByPathOrBroughtInline() throws Exception {
    assertThat(picture("birds", "bird.png", null)).isEqualTo(BIRD.image());
    assertThat(picture("birds", birds.resolve("bird.png").toString(), null))
        .isEqualTo(BIRD.image());
    assertThat(picture("birds", null, Png.write(BIRD.image()))).isEqualTo(BIRD.image());
    assertThat(mask("mask.png")).isEqualTo(BIRD.mask());
  }

  @Test
  void whatCannotBeReadIsRejectedWithItsReason() throws Exception {
    byte[] png = Files.readAllBytes(birds.resolve("bird.png"));
    Files.write(birds.resolve("half.png"), Arrays.copyOf(png, png.length / 2));
    Files.writeString(birds.resolve("text.png"), "no picture");
    Files.writeString(birds.resolve("broken.gif"), "GIF89a and so on, and so on");
    Files.writeString(birds.resolve("bird.avif"), "\0\0\0\34ftypavif\0\0\0\0avifmif1miaf");
    Files.createFile(birds.resolve("empty.png"));

    assertRejected(RejectReason.UNKNOWN_DATASET, () -> picture("cats", "bird.png"));
    assertRejected(RejectReason.FILE_MISSING, () -> picture("birds", "gone.png"));
    assertRejected(RejectReason.PATH_OUTSIDE_ROOTS, () -> picture("birds", "../secret.png"));
    assertRejected(RejectReason.PATH_OUTSIDE_ROOTS, () -> picture("birds", "/etc/passwd"));
    assertRejected(RejectReason.UNSUPPORTED_SCHEME, () -> picture("birds", "http://a/b.png"));
    assertRejected(RejectReason.INVALID_VALUE, () -> picture("birds", "."));
    assertRejected(RejectReason.UNREADABLE_IMAGE, () -> picture("birds", "half.png"));
    assertRejected(RejectReason.UNREADABLE_IMAGE, () -> picture("birds", "text.png"));
    assertRejected(RejectReason.UNREADABLE_IMAGE, () -> picture("birds", "empty.png"));
    assertRejected(RejectReason.UNREADABLE_IMAGE, () -> picture("birds", "broken.gif"));
    assertRejected(RejectReason.UNSUPPORTED_FORMAT, () -> picture("birds", "bird.avif"));
    assertRejected(
        RejectReason.UNREADABLE_IMAGE, () -> picture("birds", null, "inline".getBytes(UTF_8)));
  }

  @Test
  void aMaskIsRejectedWithReasonsOfItsOwn() throws Exception {
    Files.write(birds.resolve("small.png"), Png.write(new Waterbirds(0.5, 16, 5).draw(0).mask()));
    assertRejected(RejectReason.MASK_UNREADABLE, () -> mask("gone.png"));
    assertRejected(RejectReason.PATH_OUTSIDE_ROOTS, () -> mask("../secret.png"));
    Rejection size = assertRejected(RejectReason.MASK_SIZE, () -> mask("small.png"));
    assertThat(size).hasMessageContaining("16 × 16").hasMessageContaining("32 × 32");
  }

  @Test
  void boxesInThePictureStandForItsMask() throws Exception {
    List<Box> boxes = List.of(new Box(0, 0, 0.5, 0.25), new Box(0.5, 0.5, 0.5, 0.5));
    Mask mask = mask(Box.fragment(boxes));
    assertThat(mask).isEqualTo(Box.mask(boxes, 32, 32));
    assertThat(mask.shareInside()).isEqualTo(0.375);
    Scored boxed = Scored.image("a").files("bird.png", Box.fragment(boxes));
    assertThat(mask(boxed.score())).contains(mask);
    Rejection outside =
        assertRejected(RejectReason.INVALID_VALUE, () -> mask("#xywh=percent:60,0,60,10"));
    assertThat(outside).hasMessageContaining("inside its picture");
  }

  @Test
  void masksOfAnotherSizeAreTakenWhereTheDataSetSaysSo() throws Exception {
    Files.write(birds.resolve("small.png"), Png.write(new Waterbirds(0.5, 16, 5).draw(0).mask()));
    Files.write(birds.resolve("wide.png"), Png.write(new RgbImage(16, 32, new byte[1536])));
    KnownDataSet scaled =
        new KnownDataSet(
            "birds",
            birds,
            "waterbirds",
            List.of(),
            ClassMap.identity(List.of("a")),
            true,
            null,
            null);
    pictures =
        new Pictures(Map.of("birds", scaled), new AllowedRoots(List.of()), artifacts, MAX_PIXELS);
    assertThat(mask("small.png").width()).isEqualTo(16);
    assertRejected(RejectReason.MASK_SIZE, () -> mask("wide.png"));
  }

  @Test
  void aPictureOfMorePixelsThanTheLimitIsRejectedAndOneOfThatManyIsNot() throws Exception {
    Files.write(
        birds.resolve("full.png"), Png.write(new RgbImage(1000, 2000, new byte[6_000_000])));
    Files.write(
        birds.resolve("over.png"), Png.write(new RgbImage(1001, 2000, new byte[6_006_000])));
    assertThat(picture("birds", "full.png").width()).isEqualTo(2000);
    Rejection rejection =
        assertRejected(RejectReason.IMAGE_TOO_LARGE, () -> picture("birds", "over.png"));
    assertThat(rejection).hasMessageContaining("over.png").hasMessageContaining("2000000");
  }

  @Test
  void aFileThatWouldFillTheMemoryIsNotRead() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(birds.resolve("huge.png").toFile(), "rw")) {
      huge.setLength(40L * 1024 * 1024 * 1024); // a hole: takes no room on the disk
    }
    Rejection rejection =
        assertRejected(RejectReason.IMAGE_TOO_LARGE, () -> picture("birds", "huge.png"));
    assertThat(rejection).hasMessageContaining("huge.png: has 42949672960 bytes");
    assertRejected(RejectReason.MASK_UNREADABLE, () -> mask("huge.png"));
  }

  @Test
  void aScoresPictureIsShownWhileItIsThere() throws Exception {
    Scored filed = Scored.image("a").files("bird.png", "mask.png");
    assertThat(picture(filed.score())).contains(BIRD.image());
    assertThat(mask(filed.score())).contains(BIRD.mask());
    assertThat(mask(Scored.image("a").score())).isEmpty();
    Files.delete(birds.resolve("bird.png"));
    Files.delete(birds.resolve("mask.png"));
    assertThat(picture(filed.score())).isEmpty();
    assertThat(mask(filed.score())).isEmpty();
    assertThat(picture(filed.dataset("no-longer-configured").score())).isEmpty();
    assertThat(picture(Scored.image("a").files(null, null).score())).isEmpty();
  }

  private RgbImage picture(String dataset, String uri) throws Rejection {
    return picture(dataset, uri, null);
  }

  private RgbImage picture(String dataset, @Nullable String uri, byte @Nullable [] bytes)
      throws Rejection {
    try (Room room = new Room(0)) {
      return pictures.picture(dataset, uri, bytes, room);
    }
  }

  private Mask mask(String uri) throws Rejection {
    try (Room room = new Room(Mask.BYTES_PER_PIXEL)) {
      return pictures.mask("birds", uri, BIRD.image().height(), BIRD.image().width(), room);
    }
  }

  private Optional<RgbImage> picture(ImageScore score) {
    try (Room room = new Room(0)) {
      return pictures.picture(score, room);
    }
  }

  private Optional<Mask> mask(ImageScore score) {
    try (Room room = new Room(Mask.BYTES_PER_PIXEL)) {
      return pictures.mask(score, room);
    }
  }

  private static Rejection assertRejected(RejectReason reason, ThrowingCallable reading) {
    Rejection rejection = catchThrowableOfType(Rejection.class, reading);
    assertThat(rejection).isNotNull();
    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.getMessage()).hasLineCount(1);
    return rejection;
  }
}
