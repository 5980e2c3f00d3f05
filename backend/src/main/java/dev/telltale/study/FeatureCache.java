package dev.telltale.study;

import dev.telltale.dataset.DataSet;
import dev.telltale.model.ModelBundle;

/**
 * Features of data sets by one encoder, kept in the working directory.
 *
 * @param name of the encoder among all whose features are kept there
 */
record FeatureCache(StudySetting setting, ModelBundle encoder, String name) {
  /** The features of a data set, under a name among this encoder's. */
  Features of(String which, DataSet dataSet) throws InterruptedException {
    return Features.of(
        encoder, dataSet, setting.work().resolve("features").resolve(name + "-" + which));
  }
}
