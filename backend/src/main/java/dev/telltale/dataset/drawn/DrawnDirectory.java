package dev.telltale.dataset.drawn;

import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a drawn data set. While it is written, a file {@code .drawing} says what is drawn: with
 * the same again, what was interrupted is done to its end; another drawing would leave files of
 * both. The list by which the layout is recognised comes last.
 *
 * @param out a directory that is empty, not there yet, or holds what an interrupted run left
 * @param drawing what is drawn, with all that changes a pixel or a label
 * @param main the list by which the layout is recognised; empty if the layout has none
 */
public record DrawnDirectory(Path out, String drawing, String main) {
  private static final int MOST = 1_000_000;
  private static final String PART = ".part";
  private static final String DRAWING = ".drawing";

  /**
   * Checks the number of pixels of a side.
   *
   * @throws IllegalArgumentException if it is not from 16 to 4096
   */
  public static int checkedSize(int size) {
    if (size < 16 || size > 4096) {
      throw new IllegalArgumentException("the size must be from 16 to 4096 pixels, not " + size);
    }
    return size;
  }

  /** Writes one picture and what belongs to it. */
  @FunctionalInterface
  public interface PictureWriter {
    /**
     * @param index its number, from 0
     */
    void write(int index) throws IOException;
  }

  /**
   * Writes pictures, from several threads, then lists.
   *
   * @param count pictures, 1 to a million
   * @param progress told how many are written, from several threads, in no order
   * @param texts asked last for names and contents of the lists
   * @throws IllegalArgumentException if the count is out of its range
   * @throws DataSetException if the directory holds other files or cannot be written
   */
  public void write(
      int count,
      IntConsumer progress,
      PictureWriter pictures,
      Supplier<Map<String, String>> texts) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "the count must be from 1 to %d, not %d".formatted(MOST, count));
    }
    try {
      Files.createDirectories(out);
      checkFree(count + " of " + drawing);
      AtomicInteger done = new AtomicInteger();
      IntStream.range(0, count)
          .parallel()
          .forEach(
              index -> {
                writePicture(pictures, index);
                progress.accept(done.incrementAndGet());
              });
      Map<String, String> lists = texts.get();
      for (Map.Entry<String, String> list : lists.entrySet()) {
        if (!list.getKey().equals(main)) {
          Files.writeString(out.resolve(list.getKey()), list.getValue());
        }
      }
      if (lists.containsKey(main)) {
        Path part = Files.writeString(out.resolve(main + PART), lists.get(main));
        Files.move(part, out.resolve(main), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.delete(out.resolve(DRAWING));
    } catch (IOException | UncheckedIOException e) {
      throw new DataSetException("cannot write " + out + ": " + e.getMessage(), e);
    }
  }

  /** Writes a file, making the directories above it. */
  public void file(String name, byte[] bytes) throws IOException {
    Path file = out.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static void writePicture(PictureWriter pictures, int index) {
    try {
      pictures.write(index);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkFree(String whole) throws IOException {
    Path mark = out.resolve(DRAWING);
    try (Stream<Path> entries = Files.list(out)) {
      if (Files.exists(mark)) {
        if (!Files.readString(mark).equals(whole)) {
          throw new DataSetException(
              out + " holds part of another drawing; remove it, or give another directory");
        }
      } else if (entries.findAny().isPresent()) {
        throw new DataSetException(out + " holds other files; give an empty directory");
      }
    }
    Files.writeString(mark, whole);
  }
}
