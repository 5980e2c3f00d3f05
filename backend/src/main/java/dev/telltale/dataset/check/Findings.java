package dev.telltale.dataset.check;

/** Hears of all that a check finds, also of what is too much for its report; on one thread. */
public interface Findings {
  /** Hears nothing. */
  Findings NONE = new Findings() {};

  /** Something is wrong; in the order of the data set. */
  default void fault(CheckFault fault) {}

  /**
   * Pictures are equal.
   *
   * @param group as the report has it
   * @param places of all of them in the data set, rising
   */
  default void equal(EqualPictures group, int[] places) {}
}
