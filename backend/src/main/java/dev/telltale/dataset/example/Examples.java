package dev.telltale.dataset.example;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The layouts of which an example can be drawn. */
public final class Examples {
  private static final int MOST = 100_000;

  private static final Map<Layout, ExampleDrawer> DRAWERS =
      Map.ofEntries(
          Map.entry(Layout.CAMERA_TRAPS, new CameraTrapsExample()),
          Map.entry(Layout.CELEBA, new CelebaExample()),
          Map.entry(Layout.CELEBAMASK_HQ, new CelebaMaskHqExample()),
          Map.entry(Layout.IMAGEFOLDER, new ImageFolderExample()),
          Map.entry(Layout.IMAGENET, new ImageNetExample()),
          Map.entry(Layout.IMAGENET_9, new ImageNet9Example()),
          Map.entry(Layout.MANIFEST, new ManifestExample()),
          Map.entry(Layout.UTKFACE, new UtkFaceExample()),
          Map.entry(
              Layout.WATERBIRDS,
              (dir, count, seed) -> new Waterbirds(.95, 64, seed).write(dir, count, done -> {})));

  private Examples() {}

  /** Those layouts, in the order of {@link Layout}. */
  public static List<Layout> layouts() {
    return Stream.of(Layout.values()).filter(DRAWERS::containsKey).toList();
  }

  /** Their names, for people. */
  public static String names() {
    return layouts().stream().map(Layout::label).sorted().collect(Collectors.joining(", "));
  }

  /**
   * Draws an example: the same count and seed give the same bytes.
   *
   * @param out a directory that is empty or not there yet
   * @param count pictures, 1 to 100,000
   * @throws IllegalArgumentException if there is no example of the layout, or the count is out of
   *     its range
   * @throws DataSetException if the directory holds files or cannot be written
   */
  public static void write(Layout layout, Path out, int count, long seed) {
    ExampleDrawer drawer = DRAWERS.get(layout);
    if (drawer == null) {
      throw new IllegalArgumentException(
          "there is no example of " + layout.label() + "; there are: " + names());
    }
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "the count must be from 1 to %d, not %d".formatted(MOST, count));
    }
    try {
      Files.createDirectories(out);
      try (Stream<Path> entries = Files.list(out)) {
        if (entries.findAny().isPresent()) {
          throw new DataSetException(out + " holds other files; give an empty directory");
        }
      }
      drawer.write(out, count, seed);
    } catch (IOException | UncheckedIOException e) {
      throw new DataSetException("cannot write " + out + ": " + e.getMessage(), e);
    }
  }
}
