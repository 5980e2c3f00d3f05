package dev.telltale.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telltale.testing.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = directory.resolve("a.npy");
    try (NpyWriter writer = NpyWriter.create(file, NpyType.F4, 3, 2)) {
      writer.append(floats(1, 2, 3, 4));
      writer.append(floats(5, Float.NaN));
      assertThat(writer.rows()).isEqualTo(3);
    }
    NpyFile array = NpyFile.open(file);
    assertThat(array.type()).isEqualTo(NpyType.F4);
    assertThat(array.shape()).containsExactly(3, 2);
    assertThat(row(array, 1)).containsExactly(3, 4);
    assertThat(row(array, 2)).containsExactly(5, Float.NaN);
    assertThat(array.row(1).getFloat(4)).isEqualTo(4);
    assertThatThrownBy(() -> row(array, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(array::ints).hasMessageContaining("holds <f4, not <i4");
  }

  @Test
  void rowsBeyondOneWindowAreFoundInTheNext() throws IOException {
    Path file = directory.resolve("windows.npy");
    try (NpyWriter writer = NpyWriter.create(file, NpyType.F4, 7, 3)) {
      for (int row = 0; row < 7; row++) {
        writer.append(floats(row, row * 10, row * 100));
      }
    }
    // Two rows and a half: windows hold whole rows, here four windows of 2, 2, 2, 1.
    NpyFile array = NpyFile.open(file, 30);
    for (int row = 0; row < 7; row++) {
      assertThat(row(array, row)).containsExactly(row, row * 10, row * 100);
      assertThat(array.row(row).getFloat(8)).isEqualTo(row * 100);
    }
  }

  @Test
  void longIntegersAreReadAcrossWindows() throws IOException {
    Path file = directory.resolve("longs.npy");
    long[] values = {3, -1, Long.MAX_VALUE, 0, 1L << 40};
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    try (NpyWriter writer = NpyWriter.create(file, NpyType.I8, values.length)) {
      writer.append(bytes);
    }
    assertThat(NpyFile.open(file).longs()).containsExactly(values);
    assertThat(NpyFile.open(file, 16).longs()).containsExactly(values);
    assertThatThrownBy(NpyFile.open(file)::ints).hasMessageContaining("holds <i8, not <i4");
  }

  @Test
  void anArrayOfMoreThanTwoGibibytesIsReadToItsEnd() throws IOException {
    // All of it a hole but the last row: what lies on the disk is a few kilobytes.
    Path file = directory.resolve("large.npy");
    int columns = 1 << 20;
    long rows = 600;
    NpyHeader header = NpyHeader.of(NpyType.F4, rows, columns);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(header.bytes());
      channel.write(floats(42), header.fileBytes() - 4);
    }
    assertThat(Files.size(file)).isGreaterThan(1L << 31);
    NpyFile array = NpyFile.open(file);
    float[] row = new float[columns];
    array.floats(rows - 1, row, 0);
    assertThat(row[columns - 1]).isEqualTo(42);
    array.floats(0, row, 0);
    assertThat(row[columns - 1]).isZero();
  }

  @Test
  void anyNumberOfRowsOfNothingTakesNoMemory() throws IOException {
    Path file = directory.resolve("nothing.npy");
    long rows = 999_999_999_999_999_999L;
    Files.write(file, NpyHeader.of(NpyType.F4, rows, 0).bytes().array());
    NpyFile array = NpyFile.open(file);
    assertThat(array.shape()).containsExactly(rows, 0);
    assertThat(array.row(rows - 1).remaining()).isZero();
    assertThat(row(array, rows - 1)).isEmpty();
    assertThatThrownBy(() -> array.row(rows)).isInstanceOf(IndexOutOfBoundsException.class);
    Path whole = directory.resolve("whole.npy");
    Files.write(whole, NpyHeader.of(NpyType.I4, rows, 0).bytes().array());
    assertThat(NpyFile.open(whole).ints()).isEmpty();
  }

  @Test
  void aFileThatIsBeingWrittenIsShortUntilItsLastRow() throws IOException {
    Path file = directory.resolve("part.npy");
    try (NpyWriter writer = NpyWriter.create(file, NpyType.I4, 4)) {
      writer.append(ints(1, 2, 3));
      assertThatThrownBy(() -> NpyFile.open(file))
          .isInstanceOf(NpyException.class)
          .hasMessage(
              file
                  + ": it is short: 4 bytes are missing of an array of shape [4]; it may still be"
                  + " written");
      writer.append(ints(4));
      assertThat(NpyFile.open(file).ints()).containsExactly(1, 2, 3, 4);
      assertThatThrownBy(() -> writer.append(ints(5))).hasMessageContaining("has 4 rows");
    }
  }

  @Test
  void aWriterGoesOnAfterTheRowsToKeep() throws IOException {
    Path file = directory.resolve("resumed.npy");
    try (NpyWriter writer = NpyWriter.create(file, NpyType.F4, 4, 2)) {
      writer.append(floats(1, 2, 3, 4, 5, 6));
    }
    try (NpyWriter writer = NpyWriter.resume(file, 2, NpyType.F4, 4, 2)) {
      writer.append(floats(7, 8, 9, 10));
    }
    NpyFile array = NpyFile.open(file);
    assertThat(row(array, 1)).containsExactly(3, 4);
    assertThat(row(array, 2)).containsExactly(7, 8);
    assertThatThrownBy(() -> NpyWriter.resume(file, 1, NpyType.F4, 5, 2))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("is an array of <f4 [4, 2], not of <f4 [5, 2]");
    assertThatThrownBy(() -> NpyWriter.resume(file, 5, NpyType.F4, 4, 2))
        .hasMessageContaining("fewer rows than the 5");
  }

  @ParameterizedTest
  @EnumSource(NpyType.class)
  void numpyReadsEveryTypeAndWeReadWhatItWrites(NpyType type) throws Exception {
    Python python = python();
    Path ours = directory.resolve("ours.npy");
    byte[] bytes = new byte[6 * type.bytes()];
    for (int i = 0; i < 6; i++) {
      bytes[i * type.bytes()] = (byte) (i % 2);
    }
    try (NpyWriter writer = NpyWriter.create(ours, type, 2, 3)) {
      writer.append(ByteBuffer.wrap(bytes));
    }
    Path theirs = directory.resolve("theirs.npy");
    assertThat(
            python.run(
                "import sys, numpy as np\n"
                    + "a = np.load(sys.argv[1], mmap_mode='r')\n"
                    + "np.save(sys.argv[2], a)\n"
                    + "print(a.dtype.str, a.shape, a.offset)",
                ours,
                theirs))
        .isEqualTo(type.descr() + " (2, 3) 128");
    NpyFile read = NpyFile.open(theirs);
    assertThat(read.type()).isEqualTo(type);
    assertThat(read.shape()).containsExactly(2, 3);
    for (int row = 0; row < 2; row++) {
      byte[] got = new byte[3 * type.bytes()];
      read.row(row).get(got);
      assertThat(got)
          .containsExactly(Arrays.copyOfRange(bytes, row * got.length, (row + 1) * got.length));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "np.asfortranarray(np.zeros((2, 3)))     | in Fortran order",
        "np.zeros(3, '>f4')                      | big-endian",
        "np.array([{}, None], dtype=object)      | Python objects",
        "np.zeros(2, [('a', 'f4'), ('b', 'i4')]) | structured",
        "np.zeros(3, 'f2')                       | its type is <f2",
        "np.array(['a', 'b'])                    | its type is <U1",
      })
  void whatCannotBeReadIsSaidInOneLine(String array, String words) throws Exception {
    Path file = directory.resolve("odd.npy");
    python().run("import sys, numpy as np\nnp.save(sys.argv[1], " + array + ")", file);
    assertThatThrownBy(() -> NpyFile.open(file))
        .isInstanceOf(NpyException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(words)
        .message()
        .hasLineCount(1);
  }

  @Test
  void formatTwoAndASingleNumberAreRead() throws Exception {
    Path file = directory.resolve("two.npy");
    python()
        .run(
            "import sys, numpy as np\n"
                + "f = open(sys.argv[1], 'wb')\n"
                + "np.lib.format.write_array(f, np.float64(2.5), version=(2, 0))",
            file);
    NpyFile array = NpyFile.open(file);
    assertThat(array.shape()).isEmpty();
    assertThat(array.rows()).isEqualTo(1);
    assertThat(array.row(0).getDouble()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }",
        "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 99999999999), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, }",
        "{'descr': '<f4', 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (11111111111111111111111111111111111111111111111111111111111111x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1), }",
        "nonsense",
      })
  void aHeaderThatLiesIsRefused(String text) throws IOException {
    Path file = directory.resolve("lie.npy");
    byte[] header = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length).put(header);
    Files.write(file, bytes.array());
    assertThatThrownBy(() -> NpyFile.open(file))
        .isInstanceOf(NpyException.class)
        .hasMessageStartingWith(file + ": ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 9, 40, 127})
  void aFileThatEndsWithinItsHeaderIsNoArray(int length) throws IOException {
    Path file = directory.resolve("cut.npy");
    byte[] whole = NpyHeader.of(NpyType.F4, 1).bytes().array();
    Files.write(file, Arrays.copyOf(whole, length));
    assertThatThrownBy(() -> NpyFile.open(file))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("ends within its header");
    assertThatThrownBy(() -> NpyFile.open(directory.resolve("none.npy")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static Python python() {
    Optional<Python> python = Python.with("numpy");
    assumeTrue(python.isPresent(), "no Python with numpy here");
    return python.get();
  }

  private static float[] row(NpyFile array, long row) {
    float[] into = new float[array.rowLength()];
    array.floats(row, into, 0);
    for (int column = 0; column < into.length; column++) {
      // Bits: one of them is NaN.
      assertThat(Float.floatToRawIntBits(array.number(row, column)))
          .isEqualTo(Float.floatToRawIntBits(into[column]));
    }
    assertThatThrownBy(() -> array.number(row, into.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
    return into;
  }

  private static ByteBuffer floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static ByteBuffer ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return bytes;
  }
}
