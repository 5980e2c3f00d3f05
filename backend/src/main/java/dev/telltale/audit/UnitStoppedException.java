package dev.telltale.audit;

/** A unit is no longer wanted here: it has not failed, and may be done at another time. */
public final class UnitStoppedException extends RuntimeException {
  /** Without a trace: nothing is wrong. */
  public UnitStoppedException() {
    super("the unit is no longer wanted", null, false, false);
  }
}
