package dev.telltale.cli.conformance;

/**
 * How the cases below a directory came out.
 *
 * @param passed every expected number was met
 * @param failed a number was missed, or the case could not be run
 * @param unsupported of a kind that is not implemented
 */
public record Summary(int passed, int failed, int unsupported) {

  /** How many cases were found. */
  public int cases() {
    return passed + failed + unsupported;
  }

  /** The last line of a run: {@code 7 passed, 0 failed}, and the unsupported if there are any. */
  @Override
  public String toString() {
    String counts = passed + " passed, " + failed + " failed";
    return unsupported == 0 ? counts : counts + ", " + unsupported + " unsupported";
  }
}
