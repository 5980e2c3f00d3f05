package dev.telltale.dataset.layout;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a data set lies in its directory; the more particular ones first. */
public enum Layout {
  /** CelebAMask-HQ: faces with 40 attributes and masks of their parts. */
  CELEBAMASK_HQ(new CelebaMaskHq()),
  /** CelebA: faces with 40 attributes, identities and splits. */
  CELEBA(new Celeba()),
  /** ImageNet-9, as the Backgrounds Challenge publishes it: one picture, several backgrounds. */
  IMAGENET_9(new ImageNet9()),
  /** Caltech Camera Traps, and other camera traps in COCO's format. */
  CAMERA_TRAPS(new CameraTraps()),
  /** A table of pictures, {@code manifest.csv} or {@code manifest.parquet}. */
  MANIFEST(new Manifest()),
  /** ImageNet and its subsets, by WordNet ids, with Salient ImageNet where it lies beside. */
  IMAGENET(new ImageNet()),
  /** The {@code metadata.csv} of group_DRO's Waterbirds, with paths, labels, places and splits. */
  WATERBIRDS(new WaterbirdsMetadata()),
  /** UTKFace: faces whose names tell age, gender and race. */
  UTKFACE(new UtkFace()),
  /** One directory per class, with or without a directory per split above them. */
  IMAGEFOLDER(new ImageFolder());

  private final LayoutReader reader;

  Layout(LayoutReader reader) {
    this.reader = reader;
  }

  LayoutReader reader() {
    return reader;
  }

  /** The name in configuration and flags, such as {@code imagefolder}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The layout of a name.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static Layout of(String label) {
    for (Layout layout : values()) {
      if (layout.label().equalsIgnoreCase(label)) {
        return layout;
      }
    }
    throw new IllegalArgumentException("no layout \"" + label + "\"; there are: " + names());
  }

  /** The names of all, for people. */
  public static String names() {
    return Arrays.stream(values()).map(Layout::label).collect(Collectors.joining(", "));
  }

  /** The first layout that a directory looks like; any directory may be an image folder. */
  static Layout recognised(Path root) {
    for (Layout layout : values()) {
      if (layout.reader.recognises(root)) {
        return layout;
      }
    }
    return IMAGEFOLDER;
  }
}
