package dev.telltale.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The code in a TorchScript file. */
public final class ScriptedCode {
  /** Layers that do something else in training; not the functions of torch.nn.functional. */
  private static final Pattern LAYER =
      Pattern.compile("(?<![\\w.])torch\\.(batch_norm|rrelu|\\w*dropout)_?\\(");

  /** Not part of a longer name, such as that of a class in a file training.py. */
  private static final Pattern ASKS = Pattern.compile("(?<![\\w.])\\w+\\.training\\b(?!\\.)");

  /** Where a class or a function begins. */
  private static final Pattern BEGIN = Pattern.compile("^(?=class |def )", Pattern.MULTILINE);

  private ScriptedCode() {}

  /**
   * Refuses a network that was traced. Tracing writes down what batch normalisation and dropout did
   * while it watched; they do the same for ever, in training too. Traced ones without such layers
   * train like any other.
   *
   * @param file that libtorch can load
   * @throws BundleException if a class of it has such a layer and does not ask for its mode
   */
  public static void refuseTraced(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".py")) {
          try (InputStream in = zip.getInputStream(entry)) {
            refuseTraced(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      throw new BundleException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static void refuseTraced(Path file, String code) {
    for (String part : BEGIN.split(code)) {
      var layer = LAYER.matcher(part);
      if (part.startsWith("class ") && layer.find() && !ASKS.matcher(part).find()) {
        throw new BundleException(
            "%s: was traced, so its %s has no training mode; script it: torch.jit.script(network).save(…)"
                .formatted(file, layer.group(1)));
      }
    }
  }
}
