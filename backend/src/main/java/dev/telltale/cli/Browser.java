package dev.telltale.cli;

import java.io.IOException;
import java.util.List;

/** Opens a page in the person's browser, when there is a person and a browser. */
final class Browser {
  private Browser() {}

  static void open(String address) {
    if (!Home.terminal()) {
      return;
    }
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    if (!mac && System.getenv("DISPLAY") == null && System.getenv("WAYLAND_DISPLAY") == null) {
      return;
    }
    try {
      new ProcessBuilder(List.of(mac ? "open" : "xdg-open", address))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      System.err.println("No browser could be opened; go to " + address);
    }
  }
}
