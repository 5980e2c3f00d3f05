package dev.telltale.features;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import java.util.List;

/**
 * The images that are encoded.
 *
 * @param name of the data set
 * @param classes the labels there are, in the order of the data set's own class numbers
 * @param samples in the order of the rows; may be made when they are asked for
 */
public record ImageSource(String name, List<String> classes, List<Sample> samples) {

  /** All images of a data set. */
  public static ImageSource of(DataSet dataSet) {
    return new ImageSource(dataSet.name(), dataSet.classes(), dataSet.samples());
  }
}
