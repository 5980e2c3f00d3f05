package dev.telltale.cli;

import picocli.CommandLine.IVersionProvider;

/** Telltale's version, from the jar's manifest. */
final class Version implements IVersionProvider {
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"telltale " + text()};
  }
}
