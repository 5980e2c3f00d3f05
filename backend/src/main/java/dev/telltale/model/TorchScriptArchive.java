package dev.telltale.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a TorchScript file: a ZIP file of stored entries whose contents are aligned. */
final class TorchScriptArchive implements AutoCloseable {
  /** libtorch maps tensors from the file, and wants them at multiples of this. */
  private static final int ALIGNMENT = 64;

  private static final int LOCAL_HEADER = 30;
  private static final int CENTRAL_HEADER = 46;
  private static final int END = 22;

  /** An extra field that is only padding, as PyTorch names it. */
  private static final int PADDING_ID = 0x4246;

  private final String root;
  private final ZipOutputStream zip;
  private long written;

  /**
   * @param root the directory that all entries lie in
   */
  TorchScriptArchive(String root, OutputStream out) {
    this.root = root;
    zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
  }

  /**
   * The same module without what says only where its code came from: that grows and changes each
   * time libtorch loads and saves it, and equal modules would be different files.
   *
   * @param file as libtorch writes it
   */
  static byte[] plain(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int end = file.length - END;
    int entries = Short.toUnsignedInt(bytes.getShort(end + 10));
    int at = bytes.getInt(end + 16);
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
    try {
      TorchScriptArchive archive = null;
      for (int i = 0; i < entries; i++) {
        int size = bytes.getInt(at + 24);
        int nameLength = Short.toUnsignedInt(bytes.getShort(at + 28));
        int rest =
            Short.toUnsignedInt(bytes.getShort(at + 30))
                + Short.toUnsignedInt(bytes.getShort(at + 32));
        int local = bytes.getInt(at + 42);
        String path = new String(file, at + CENTRAL_HEADER, nameLength, StandardCharsets.UTF_8);
        int slash = path.indexOf('/') + 1;
        archive = archive == null ? new TorchScriptArchive(path.substring(0, slash), out) : archive;
        String name = path.substring(slash);
        if (!name.endsWith(".debug_pkl") && !name.startsWith(".data/")) {
          int start =
              local
                  + LOCAL_HEADER
                  + Short.toUnsignedInt(bytes.getShort(local + 26))
                  + Short.toUnsignedInt(bytes.getShort(local + 28));
          boolean stored = bytes.getShort(at + 10) == ZipEntry.STORED;
          int length = bytes.getInt(at + 20);
          archive.add(
              name,
              stored
                  ? Arrays.copyOfRange(file, start, start + length)
                  : inflated(file, start, length, size));
        }
        at += CENTRAL_HEADER + nameLength + rest;
      }
      if (archive != null) {
        archive.close();
      }
    } catch (IOException e) {
      throw new AssertionError("in memory", e);
    }
    return out.toByteArray();
  }

  private static byte[] inflated(byte[] file, int start, int length, int size) throws IOException {
    try (InflaterInputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(file, start, length), new Inflater(true))) {
      return in.readNBytes(size);
    }
  }

  void add(String name, byte[] contents) throws IOException {
    ZipEntry entry = new ZipEntry(root + name);
    entry.setSize(contents.length);
    entry.setCompressedSize(contents.length);
    CRC32 crc = new CRC32();
    crc.update(contents);
    entry.setCrc(crc.getValue());
    // The ZIP format's first day: times would make equal modules different files.
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    long header = LOCAL_HEADER + entry.getName().length();
    entry.setExtra(padding(written + header));
    written += header + entry.getExtra().length;
    zip.putNextEntry(entry);
    zip.write(contents);
    zip.closeEntry();
    written += contents.length;
  }

  /** An extra field that brings what follows it to the alignment. */
  private static byte[] padding(long at) {
    int idAndLength = 4;
    int rest = (int) Math.floorMod(-(at + idAndLength), (long) ALIGNMENT);
    return ByteBuffer.allocate(idAndLength + rest)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) PADDING_ID)
        .putShort((short) rest)
        .array();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
