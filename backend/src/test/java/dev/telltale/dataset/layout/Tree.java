package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Fault;
import dev.telltale.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of a data set made by hand; pictures are empty, for none is opened on reading. */
record Tree(Path root) {

  static Tree in(Path directory) throws IOException {
    return new Tree(directory.toRealPath());
  }

  Tree touch(String... names) throws IOException {
    for (String name : names) {
      write(name, "");
    }
    return this;
  }

  Tree write(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
    return this;
  }

  Tree delete(String name) throws IOException {
    Files.delete(root.resolve(name));
    return this;
  }

  /** Changes a file; fails if there is nothing to change. */
  Tree replace(String name, String what, String with) throws IOException {
    String text = Files.readString(root.resolve(name));
    assertThat(text).contains(what);
    return write(name, text.replace(what, with));
  }

  DataSet open() {
    return DataSets.open("set", root, null);
  }

  DataSet openLeniently() {
    return DataSets.open("set", root, null, true);
  }

  /** Asserts what a strict reading ends with, and that a lenient one goes on without some. */
  void hasFault(String file, long line, String what, List<String> left) {
    Fault fault = new Fault(root.resolve(file), line, what);
    assertThatThrownBy(this::open)
        .isInstanceOf(DataSetException.class)
        .hasMessage(fault.sentence());
    DataSet lenient = openLeniently();
    assertThat(lenient.faults()).containsExactly(fault);
    assertThat(lenient.samples()).extracting(Sample::id).containsExactlyElementsOf(left);
  }

  /** Asserts that nothing can be read, strictly or not. */
  void cannotBeRead(String message) {
    for (boolean lenient : new boolean[] {false, true}) {
      assertThatThrownBy(() -> DataSets.open("set", root, null, lenient))
          .isInstanceOf(DataSetException.class)
          .hasMessage(message.replace("ROOT", root.toString()));
    }
  }
}
