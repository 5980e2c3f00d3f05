package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads UTKFace (Zhang, Song and Qi 2017), whose labels are in the names of its pictures: {@code
 * [age]_[gender]_[race]_[date&time].jpg}, also {@code .jpg.chip.jpg}. Pictures lie in the root, or
 * one level below, as the archives unpack. The data set is published with a few names that lack a
 * field: those are passed over, and listed, in every reading. The label is the gender, the group
 * the race.
 */
final class UtkFace implements LayoutReader {
  static final List<String> GENDERS = List.of("male", "female");
  static final List<String> RACES = List.of("White", "Black", "Asian", "Indian", "Others");
  static final int OLDEST = 116;

  /** Directories of the published archives, for recognition. */
  private static final List<String> ARCHIVES =
      List.of("UTKFace", "crop_part1", "part1", "part2", "part3");

  private static final Pattern NAME =
      Pattern.compile("(\\d{1,3})_(\\d)_(\\d)_\\d[^_]*\\.(?i:jpe?g|png)");
  private static final String RULE = "a name is age_gender_race_date.jpg";

  @Override
  public boolean recognises(Path root) {
    String[] names = list(root.toFile());
    for (int i = 0; i <= ARCHIVES.size(); i++) {
      String[] pictures =
          Arrays.stream(names).filter(PictureFiles::isPicture).toArray(String[]::new);
      if (pictures.length > 0) {
        long named = Arrays.stream(pictures).filter(name -> NAME.matcher(name).matches()).count();
        return named * 10L >= pictures.length * 9L;
      }
      names = i < ARCHIVES.size() ? list(root.resolve(ARCHIVES.get(i)).toFile()) : names;
    }
    return false;
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Found found = new Found(reading);
    String[] names = list(reading.root().toFile());
    found.all("", names);
    for (String name : names) {
      if (!name.startsWith(".") && !PictureFiles.isPicture(name)) {
        found.all(name + "/", list(reading.root().resolve(name).toFile()));
      }
    }
    if (found.ids.size() == 0) {
      throw new DataSetException(reading.root() + " holds no pictures of UTKFace: " + RULE);
    }
    Column gender = found.gender.build();
    Column race = found.race.build();
    return SampleTable.of(
        reading.root(),
        found.ids,
        gender,
        null,
        List.of(found.age.build(), gender, race),
        List.of(race.name()),
        Regions.NONE);
  }

  /** The pictures so far. */
  private static final class Found {
    private final Reading reading;
    private final Texts ids = new Texts();
    private final Column.Builder age = new Column.Builder("age");
    private final Column.Builder gender = new Column.Builder("gender", GENDERS);
    private final Column.Builder race = new Column.Builder("race", RACES);

    Found(Reading reading) {
      this.reading = reading;
    }

    void all(String prefix, String[] names) {
      for (String name : names) {
        if (PictureFiles.isPicture(name)) {
          try {
            add(prefix, name);
          } catch (RowFault e) {
            reading.passOver(reading.root().resolve(prefix + name), e.getMessage());
          }
        }
      }
    }

    private void add(String prefix, String name) {
      Matcher fields = NAME.matcher(name);
      if (!fields.matches()) {
        throw new RowFault(RULE + "; a field is missing or no number");
      }
      int years = Integer.parseInt(fields.group(1));
      if (years > OLDEST) {
        throw new RowFault("an age is 0 to %d, not %d".formatted(OLDEST, years));
      }
      int genderCode = code(fields.group(2), GENDERS, "a gender");
      int raceCode = code(fields.group(3), RACES, "a race");
      ids.add(prefix + name);
      age.add(String.valueOf(years));
      gender.addCode(genderCode);
      race.addCode(raceCode);
    }

    private static int code(String text, List<String> values, String what) {
      int code = Integer.parseInt(text);
      if (code >= values.size()) {
        throw new RowFault("%s is 0 to %d, not %d".formatted(what, values.size() - 1, code));
      }
      return code;
    }
  }

  /** Names in order; none if it is no directory. */
  private static String[] list(File directory) {
    String[] names = directory.list();
    if (names == null) {
      return new String[0];
    }
    Arrays.sort(names);
    return names;
  }
}
