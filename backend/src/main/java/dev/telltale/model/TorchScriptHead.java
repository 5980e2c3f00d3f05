package dev.telltale.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes global average pooling and one linear layer as a TorchScript file, which {@link
 * Classifier} and Python's {@code torch.jit.load} read: {@code linear(map.mean((2, 3)), weight,
 * bias)}.
 *
 * <p>libtorch can save a module that it has loaded, but not give its parameters other sizes. So the
 * archive is written here, as {@code torch.jit.script(...).save} would: a ZIP file of stored
 * entries with the source of the module, its attributes as a pickle, and a raw file for each
 * tensor. The same head gives the same bytes.
 */
public final class TorchScriptHead {
  /** The archive format since PyTorch 1.4 that every later libtorch reads. */
  private static final String VERSION = "3\n";

  private static final String CODE =
      """
      class Head(Module):
        __parameters__ = ["weight", "bias", ]
        __buffers__ = []
        weight : Tensor
        bias : Tensor
        training : bool
        def forward(self: __torch__.Head,
          map: Tensor) -> Tensor:
          pooled = torch.mean(map, [2, 3])
          weight = self.weight
          bias = self.bias
          return torch.linear(pooled, weight, bias)
      """;

  private TorchScriptHead() {}

  /** Writes {@code head.pt}. */
  public static void write(LinearHead head, Path file) throws IOException {
    Files.write(file, bytes(head));
  }

  /** The contents of {@code head.pt}. */
  static byte[] bytes(LinearHead head) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TorchScriptArchive archive = new TorchScriptArchive("head/", out)) {
      archive.add("data.pkl", pickle(head.classes(), head.channels()));
      archive.add("code/__torch__.py", CODE.getBytes(StandardCharsets.US_ASCII));
      archive.add("data/0", tensor(head.weight()));
      archive.add("data/1", tensor(head.bias()));
      // An empty tuple: the code has no constants.
      archive.add("constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      archive.add("version", VERSION.getBytes(StandardCharsets.US_ASCII));
      archive.add("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }

  private static byte[] tensor(float[]... rows) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(rows.length * Float.BYTES, rows[0].length))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  /** The module's attributes, in Python's pickle protocol 2. */
  private static byte[] pickle(int classes, int channels) {
    Pickle pickle = new Pickle();
    pickle.op("\u0080\u0002").global("__torch__", "Head").op(")\u0081"); // a new Head
    pickle.op("}("); // its attributes: names and values up to the mark
    pickle.text("weight").tensor("0", new int[] {classes, channels}, new int[] {channels, 1});
    pickle.text("bias").tensor("1", new int[] {classes}, new int[] {1});
    pickle.text("training").op("\u0089"); // False
    pickle.op("ub."); // set the items, build the object, stop
    return pickle.bytes.toByteArray();
  }

  /** The few operations of a pickle that are needed here. */
  private static final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle op(String codes) {
      bytes.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    Pickle global(String module, String name) {
      return op("c" + module + "\n" + name + "\n");
    }

    Pickle text(String text) {
      return op("X").raw(text.length()).op(text);
    }

    Pickle number(int value) {
      return op("J").raw(value);
    }

    Pickle tuple(int... values) {
      op("(");
      for (int value : values) {
        number(value);
      }
      return op("t");
    }

    /** A call of {@code _rebuild_tensor_v2} on a storage that lies in a file of the archive. */
    Pickle tensor(String file, int[] shape, int[] strides) {
      int size = 1;
      for (int axis : shape) {
        size *= axis;
      }
      global("torch._utils", "_rebuild_tensor_v2").op("(");
      op("(").text("storage").global("torch", "FloatStorage").text(file).text("cpu").number(size);
      op("tQ"); // the tuple is the storage's persistent id
      number(0).tuple(shape).tuple(strides);
      op("\u0088"); // True: a parameter
      global("collections", "OrderedDict").op(")R"); // no hooks
      return op("tR");
    }

    private Pickle raw(int value) {
      bytes.writeBytes(
          ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
      return this;
    }
  }
}
