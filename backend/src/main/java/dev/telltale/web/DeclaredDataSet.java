package dev.telltale.web;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.Overview;
import dev.telltale.dataset.check.PictureReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A data set that this member has opened, and what was worked out about it once it was asked for.
 * Thread-safe; blocks while it works something out.
 */
final class DeclaredDataSet {
  private final DataSet dataSet;
  private final PictureReader reader;
  private @Nullable Overview overview;
  private @Nullable PictureIds ids;

  DeclaredDataSet(DataSet dataSet, PictureReader reader) {
    this.dataSet = dataSet;
    this.reader = reader;
  }

  DataSet dataSet() {
    return dataSet;
  }

  PictureReader reader() {
    return reader;
  }

  /** What its columns tell. */
  synchronized Overview overview() {
    if (overview == null) {
      overview = Overview.of(dataSet);
    }
    return overview;
  }

  /** The file of a picture of this data set, or a 404: no other file is shown. */
  Path picture(String id) {
    if (!ids().contains(id)) {
      throw new Problem.NotFound(
          "The data set " + dataSet.name() + " has no picture \"" + id + "\".");
    }
    return dataSet.root().resolve(id);
  }

  private synchronized PictureIds ids() {
    if (ids == null) {
      ids = new PictureIds(dataSet.samples());
    }
    return ids;
  }
}
