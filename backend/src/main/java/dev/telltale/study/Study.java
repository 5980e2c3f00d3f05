package dev.telltale.study;

/** A seeded experiment. */
public interface Study {
  /** What it is called on the command line, and its file in {@code docs/studies}. */
  String name();

  /** What it finds out, in one sentence. */
  String purpose();

  /**
   * Does it. What was trained in the same working directory before is not trained again.
   *
   * @throws InterruptedException if the thread is interrupted; what is finished stays
   */
  Report run(StudySetting setting) throws InterruptedException;
}
