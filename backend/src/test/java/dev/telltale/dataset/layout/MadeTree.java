package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory made by hand. */
record MadeTree(Path root) {

  static MadeTree in(Path temp) throws IOException {
    return new MadeTree(temp.toRealPath());
  }

  /** Makes empty files. */
  MadeTree touch(String... names) throws IOException {
    for (String name : names) {
      write(name, "");
    }
    return this;
  }

  MadeTree write(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
    return this;
  }

  DataSet open() {
    return DataSets.open("set", root, null);
  }

  DataSet openLeniently() {
    return DataSets.open("set", root, null, true);
  }

  /** The faults of a lenient reading, below this directory. */
  List<String> faults() {
    return openLeniently().faults().stream().map(Fault::sentence).map(this::shortened).toList();
  }

  /** That a strict reading ends with this, which names this directory as ROOT. */
  void refused(String message) {
    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(this::open)
        .satisfies(e -> assertThat(shortened(e.getMessage())).isEqualTo(message));
  }

  private String shortened(String message) {
    return message.replace(root.toString(), "ROOT");
  }
}
