package dev.telltale.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/** Forms in which images are exported, a page at a time. */
enum ImageExport {
  /** A header line, then one line an image. */
  CSV("text/csv; charset=utf-8", "csv") {
    @Override
    Buffer head() {
      return Buffer.buffer(FORMAT.format((Object[]) COLUMNS) + "\r\n");
    }

    @Override
    Buffer lines(List<ImageSummary> images) {
      StringBuilder text = new StringBuilder();
      try {
        for (ImageSummary image : images) {
          FORMAT.printRecord(
              text,
              image.key(),
              image.id(),
              image.dataset(),
              image.model(),
              image.modelHash(),
              image.label(),
              groups(image.groups()),
              image.predicted(),
              image.confidence(),
              image.right(),
              image.maskScore(),
              image.hasMask(),
              image.spuriosity(),
              image.rankPercentile(),
              image.scoredAt());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Buffer.buffer(text.toString());
    }
  },

  /** One {@code ImageSummary} a line. */
  JSONL("application/jsonl", "jsonl") {
    @Override
    Buffer head() {
      return Buffer.buffer();
    }

    @Override
    Buffer lines(List<ImageSummary> images) {
      Buffer text = Buffer.buffer();
      images.forEach(image -> text.appendBuffer(WebJson.write(image)).appendByte((byte) '\n'));
      return text;
    }
  };

  private static final CSVFormat FORMAT = CSVFormat.RFC4180;
  private static final String[] COLUMNS = {
    "key",
    "id",
    "dataset",
    "model",
    "modelHash",
    "label",
    "groups",
    "predicted",
    "confidence",
    "right",
    "maskScore",
    "hasMask",
    "spuriosity",
    "rankPercentile",
    "scoredAt"
  };

  private final String mediaType;
  private final String suffix;

  ImageExport(String mediaType, String suffix) {
    this.mediaType = mediaType;
    this.suffix = suffix;
  }

  static ImageExport of(@Nullable String format) {
    return "csv".equals(format) ? CSV : JSONL;
  }

  String mediaType() {
    return mediaType;
  }

  String fileName() {
    return "telltale-images." + suffix;
  }

  /** What comes before the first image. */
  abstract Buffer head();

  /** One line for each image. */
  abstract Buffer lines(List<ImageSummary> images);

  private static String groups(Map<String, String> groups) {
    return new TreeMap<>(groups)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", "));
  }
}
