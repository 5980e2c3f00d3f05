package dev.telltale.dataset.layout;

import dev.telltale.dataset.Regions;
import dev.telltale.dataset.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of faces that CelebAMask-HQ has masks of, {@code N/NNNNN_part.png} with 2,000 pictures
 * in each directory N; a part that the picture does not show has no file. Masks have 512 pixels a
 * side, pictures 1,024. Regions of several parts are those of Attention-IoU (Serianni et al. 2025,
 * section 5.1, and {@code MASK_GROUPS} in the authors' {@code celeb.py}).
 */
final class FaceRegions implements Regions {
  /** The parts, as files are named. */
  static final List<String> PARTS =
      List.of(
          "skin", "nose", "eye_g", "l_eye", "r_eye", "l_brow", "r_brow", "l_ear", "r_ear", "mouth",
          "u_lip", "l_lip", "hair", "hat", "ear_r", "neck_l", "neck", "cloth");

  /** Pictures whose masks lie in one directory. */
  static final int PER_DIRECTORY = 2000;

  private static final String SKIN = "skin";
  private static final Pattern NUMBER = Pattern.compile("(?:^|/)(\\d{1,7})\\.[^./]+$");
  private static final int NONE = -1;
  private static final Map<String, List<String>> REGIONS = regions();

  private final Path directory;

  /** Bit k: the picture of a number shows part k. */
  private final int[] shown;

  private final int chosen;

  private FaceRegions(Path directory, int[] shown, int chosen) {
    this.directory = directory;
    this.shown = shown;
    this.chosen = chosen;
  }

  /**
   * Lists the masks of the pictures.
   *
   * @param ids of the pictures; those that do not end in a number and an extension have no masks
   */
  static FaceRegions in(Reading reading, Path directory, Texts ids) {
    int[] numbers = new int[ids.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(ids.get(i));
    }
    int[] shown = new int[Math.max(0, Arrays.stream(numbers).max().orElse(0)) + 1];
    if (directory.toFile().isDirectory()) {
      Arrays.stream(numbers)
          .filter(number -> number != NONE)
          .map(number -> number / PER_DIRECTORY)
          .distinct()
          .sorted()
          .forEach(place -> list(reading, directory, place, shown));
    } else {
      reading.fault(directory, 0, "is missing, so no picture has a mask");
    }
    return new FaceRegions(directory, shown, PARTS.indexOf(SKIN));
  }

  @Override
  public @Nullable Path mask(int row, String id) {
    return shows(number(id), chosen) ? file(number(id), chosen) : null;
  }

  @Override
  public boolean scaled() {
    return true;
  }

  @Override
  public Map<String, List<Path>> parts(int row, String id) {
    int number = number(id);
    Map<String, List<Path>> parts = new LinkedHashMap<>();
    REGIONS.forEach(
        (region, names) -> {
          List<Path> files =
              names.stream()
                  .map(PARTS::indexOf)
                  .filter(part -> shows(number, part))
                  .map(part -> file(number, part))
                  .toList();
          if (!files.isEmpty()) {
            parts.put(region, files);
          }
        });
    return parts;
  }

  @Override
  public Regions choose(String region) {
    List<String> parts = REGIONS.get(region);
    if (parts == null) {
      throw new IllegalArgumentException(
          "there is no region \"%s\"; there are %s"
              .formatted(region, String.join(", ", REGIONS.keySet())));
    }
    if (parts.size() > 1) {
      throw new IllegalArgumentException(
          "the region %s is in %d files, and a mask is one; choose one of %s"
              .formatted(region, parts.size(), single()));
    }
    return new FaceRegions(directory, shown, PARTS.indexOf(parts.get(0)));
  }

  private boolean shows(int number, int part) {
    return number != NONE && (shown[number] >> part & 1) == 1;
  }

  private Path file(int number, int part) {
    return directory
        .resolve(String.valueOf(number / PER_DIRECTORY))
        .resolve(String.format(Locale.ROOT, "%05d_%s.png", number, PARTS.get(part)));
  }

  private static void list(Reading reading, Path directory, int place, int[] shown) {
    File below = directory.resolve(String.valueOf(place)).toFile();
    String[] names = below.list();
    if (names == null) {
      reading.fault(
          below.toPath(),
          0,
          "is missing, so pictures %d to %d have no masks"
              .formatted(place * PER_DIRECTORY, (place + 1) * PER_DIRECTORY - 1));
      return;
    }
    for (String name : names) {
      int bar = name.indexOf('_');
      int part =
          name.endsWith(".png") ? PARTS.indexOf(name.substring(bar + 1, name.length() - 4)) : -1;
      if (part >= 0 && bar >= 5 && name.chars().limit(bar).allMatch(c -> c >= '0' && c <= '9')) {
        int number = Integer.parseInt(name, 0, bar, 10);
        if (number < shown.length) {
          shown[number] |= 1 << part;
        }
      }
    }
  }

  /** The number that a picture's name is, or none, which no mask has. */
  private static int number(String id) {
    Matcher number = NUMBER.matcher(id);
    return number.find() ? Integer.parseInt(number.group(1)) : NONE;
  }

  private static String single() {
    return REGIONS.entrySet().stream()
        .filter(region -> region.getValue().size() == 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  /** Names to parts: regions first, then the parts that regions of several consist of. */
  private static Map<String, List<String>> regions() {
    Map<String, List<String>> regions = new LinkedHashMap<>();
    for (String own : List.of(SKIN, "nose", "hair", "hat", "neck", "cloth")) {
      regions.put(own, List.of(own));
    }
    regions.put("eyeglasses", List.of("eye_g"));
    regions.put("earrings", List.of("ear_r"));
    regions.put("necklace", List.of("neck_l"));
    regions.put("eyes", List.of("l_eye", "r_eye"));
    regions.put("eyebrows", List.of("l_brow", "r_brow"));
    regions.put("ears", List.of("l_ear", "r_ear"));
    regions.put("mouth", List.of("mouth", "u_lip", "l_lip"));
    List<String> grouped = new ArrayList<>();
    regions.values().stream().filter(parts -> parts.size() > 1).forEach(grouped::addAll);
    for (String part : grouped) {
      // The file called mouth is what lies between the lips.
      regions.put(part.equals("mouth") ? "mouth_inside" : part, List.of(part));
    }
    return regions;
  }
}
