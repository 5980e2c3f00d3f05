package dev.telltale.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.image.FormatFixtures;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.ImageEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of event that cannot be scored, with the reason that its dead letter must give. The
 * files that they name are made beside the good pictures of a data set named {@code events}.
 */
final class BadInputs {
  private static final String IMAGE = "'uri':'images/000000.png'";
  private static final int HUGE = 50_000;

  private final List<Bad> all = new ArrayList<>();
  private final Path root;
  private final byte[] png;

  /**
   * A record and what must become of it.
   *
   * @param reason of its dead letter, on the wire
   * @param value of the record
   * @param headers of the record
   */
  record Bad(String reason, byte @Nullable [] value, Map<String, String> headers) {
    /** The value of one of many such events: with an id of its own where it has one. */
    byte @Nullable [] value(int number) {
      return value == null || value.length > 100_000
          ? value
          : new String(value, ISO_8859_1).replace("$ID$", "bad-" + number).getBytes(ISO_8859_1);
    }
  }

  private BadInputs(Path root) throws IOException {
    this.root = root;
    this.png = Files.readAllBytes(root.resolve("images/000000.png"));
  }

  static List<Bad> all(Path root) throws IOException {
    BadInputs inputs = new BadInputs(root);
    inputs.texts();
    inputs.fields();
    inputs.sizes();
    inputs.paths(root.resolveSibling("outside.png"));
    inputs.pictures();
    inputs.masks();
    return inputs.all;
  }

  private void texts() {
    event("not-json", "a picture of a bird");
    event("not-json", "");
    event("not-json", "{'id':'$ID$','dataset':'events'," + IMAGE);
    event("not-json", "{'id':'$ID$','dataset':'events'," + IMAGE + "} {}");
    event("not-json", "[".repeat(50_000));
    raw("not-json", null);
    raw("not-json", "{\"id\":\"\u00e4\"}".getBytes(ISO_8859_1));
    raw("not-json", "{\"id\":\"x\"}".getBytes(UTF_16));
  }

  private void fields() {
    event("missing-field", "{'dataset':'events'," + IMAGE + "}");
    event("missing-field", "{'id':'$ID$'," + IMAGE + "}");
    event("missing-field", "{'id':null,'dataset':'events'," + IMAGE + "}");
    event("unknown-field", "{'id':'$ID$','data_set':'events'," + IMAGE + "}");
    event("wrong-type", "['id','dataset']");
    event("wrong-type", "{'id':7,'dataset':'events'," + IMAGE + "}");
    event("wrong-type", "{'id':'$ID$','dataset':'events','groups':['water']," + IMAGE + "}");
    event("wrong-type", "{'id':'$ID$','dataset':'events','label':{'is':'bird'}," + IMAGE + "}");
    event("invalid-value", "{'id':' ','dataset':'events'," + IMAGE + "}");
    event("invalid-value", "{'id':'$ID$','dataset':'a b'," + IMAGE + "}");
    event("invalid-value", "{'id':'" + "x".repeat(513) + "','dataset':'events'," + IMAGE + "}");
    event("invalid-value", "{'id':'$ID$','dataset':'events','capturedAt':'today'," + IMAGE + "}");
    event("invalid-value", "{'id':'$ID$','id':'b','dataset':'events'," + IMAGE + "}");
    event("invalid-value", "{'id':'$ID$','dataset':'events','bytes':'no base64'}");
    event("both-uri-and-bytes", "{'id':'$ID$','dataset':'events','bytes':'AAAA'," + IMAGE + "}");
    event("neither-uri-nor-bytes", "{'id':'$ID$','dataset':'events'}");
    event("unknown-dataset", "{'id':'$ID$','dataset':'fish'," + IMAGE + "}");
    event("unknown-label", "{'id':'$ID$','dataset':'events','label':'fish'," + IMAGE + "}");
    all.add(
        new Bad(
            "invalid-value",
            json("{'id':'$ID$','dataset':'events'," + IMAGE + "}"),
            Map.of("ce_type", "com.example.order.v1")));
  }

  private void sizes() {
    inline("event-too-large", new byte[ImageEvent.MAX_INLINE_BYTES + 1]);
    // Compressed on its way it is small enough for the topic.
    raw("event-too-large", " ".repeat(Topics.MAX_EVENT_BYTES + 1).getBytes(UTF_8));
  }

  private void paths(Path outside) throws IOException {
    Files.write(outside, png);
    Files.createSymbolicLink(root.resolve("link.png"), outside);
    Files.createSymbolicLink(root.resolve("up"), outside.getParent());
    for (Object uri :
        List.of(
            "../outside.png",
            "images/../../outside.png",
            outside,
            "file://" + outside,
            "file://" + root + "/%2e%2e/outside.png",
            "link.png",
            "up/outside.png",
            "/etc/passwd")) {
      uri("path-outside-roots", uri);
    }
    for (String uri :
        List.of(
            "http://example.com/bird.png",
            "HTTPS://example.com/bird.png",
            "ftp://example.com/bird.png",
            "s3://birds/bird.png",
            "data:image/png;base64,AAAA",
            "jar:file:/birds.jar!/bird.png")) {
      uri("unsupported-scheme", uri);
    }
    uri("file-missing", "images/none.png");
    uri("file-missing", "%2e%2e/outside.png");
    uri("invalid-value", "images");
    uri("invalid-value", "bird\\u0000.png");
  }

  private void pictures() throws IOException {
    for (String name : List.of("rgb.png", "rgb.bmp", "lossy.webp", "ycc-444.jpg", "lzw.tif")) {
      byte[] whole = FormatFixtures.bytes(name);
      byte[] half = Arrays.copyOf(whole, whole.length / 2);
      file("unreadable-image", "half-" + name, half);
      inline("unreadable-image", half);
    }
    byte[] hurt = png.clone();
    hurt[hurt.length / 2] ^= 1;
    inline("unreadable-image", hurt);
    file("unreadable-image", "empty.png", new byte[0]);
    event("unreadable-image", "{'id':'$ID$','dataset':'events','bytes':''}");
    file("unreadable-image", "renamed.png", "a picture of a bird".getBytes(UTF_8));
    file("unreadable-image", "zeros.jpg", new byte[1000]);
    file(
        "unsupported-format",
        "apple.png",
        "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(ISO_8859_1));
    inline("image-too-large", header(in -> in.putInt(16, HUGE).putInt(20, HUGE)));
    file("image-too-large", "header.png", header(in -> in.putInt(16, HUGE).putInt(20, HUGE)));
    inline("image-too-large", bomb());
    file("image-too-large", "bomb.gif", gifBomb());
    // Of the pixels that are allowed, but not within the heap of a test's process.
    file("image-too-large", "vast.png", grey(7000, 7000));
    try (RandomAccessFile sparse = new RandomAccessFile(root.resolve("long.png").toFile(), "rw")) {
      sparse.write(png);
      sparse.setLength(65L << 20);
    }
    uri("image-too-large", "long.png");
  }

  private void masks() throws IOException {
    Files.write(root.resolve("small-mask.png"), grey(8, 8));
    Files.write(root.resolve("half-mask.png"), Arrays.copyOf(grey(64, 64), 60));
    mask("mask-size", "small-mask.png");
    mask("mask-unreadable", "half-mask.png");
    mask("mask-unreadable", "no-mask.png");
    mask("mask-unreadable", "renamed.png");
    mask("mask-unreadable", "header.png");
    mask("path-outside-roots", "../outside.png");
    mask("unsupported-scheme", "http://example.com/mask.png");
  }

  private void event(String reason, String json) {
    raw(reason, json(json));
  }

  private void raw(String reason, byte @Nullable [] value) {
    all.add(new Bad(reason, value, Map.of()));
  }

  private void inline(String reason, byte[] picture) {
    String base64 = Base64.getEncoder().encodeToString(picture);
    event(reason, "{'dataset':'events','bytes':'" + base64 + "','id':'inline'}");
  }

  private void uri(String reason, Object uri) {
    event(reason, "{'id':'$ID$','dataset':'events','uri':'" + uri + "'}");
  }

  private void file(String reason, String name, byte[] content) throws IOException {
    Files.write(root.resolve(name), content);
    uri(reason, name);
  }

  private void mask(String reason, String uri) {
    event(reason, "{'id':'$ID$','dataset':'events','mask':'" + uri + "'," + IMAGE + "}");
  }

  private static byte[] json(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  private byte[] header(Consumer<ByteBuffer> edit) {
    byte[] file = png.clone();
    ByteBuffer in = ByteBuffer.wrap(file);
    edit.accept(in);
    CRC32 crc = new CRC32();
    crc.update(file, 12, 17);
    in.putInt(29, (int) crc.getValue());
    return file;
  }

  /** A whole, small file of 400 million white pixels. */
  private static byte[] bomb() {
    BufferedImage white = new BufferedImage(20_000, 20_000, BufferedImage.TYPE_BYTE_BINARY);
    return encoded(white);
  }

  private static byte[] gifBomb() {
    byte[] file = FormatFixtures.bytes("palette.gif");
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(6, (short) 7000)
        .putShort(8, (short) 7000);
    return file;
  }

  private static byte[] grey(int width, int height) {
    return encoded(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY));
  }

  private static byte[] encoded(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
