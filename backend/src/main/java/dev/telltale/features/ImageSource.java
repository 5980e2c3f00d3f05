package dev.telltale.features;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.image.Pictures;
import java.util.List;

/**
 * The images that are encoded.
 *
 * @param name of the data set
 * @param classes the labels there are, in the order of the data set's own class numbers
 * @param samples in the order of the rows; may be made when they are asked for
 * @param reader opens the pictures; refuses what screening would refuse too
 */
public record ImageSource(
    String name, List<String> classes, List<Sample> samples, PictureReader reader) {

  /** All images of a data set that lie in its directory. */
  public static ImageSource of(DataSet dataSet) {
    return new ImageSource(
        dataSet.name(),
        dataSet.classes(),
        dataSet.samples(),
        new PictureReader(
            dataSet.root(), new AllowedRoots(List.of()), Pictures.DEFAULT_MAX_PIXELS));
  }
}
