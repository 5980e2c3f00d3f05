package dev.telltale.pipeline;

import dev.telltale.kafka.event.UnitRecord;
import java.util.function.BooleanSupplier;

/** Whether a unit at work is to end; asked on its device's thread whenever it breathes. */
final class UnitStop implements BooleanSupplier {
  /** So long a unit may go on that was begun before its audit was paused. */
  private static final long PAUSED_NANOS = 3_000_000_000L;

  private final UnitRecord unit;
  private final Audits audits;
  private final BooleanSupplier stopping;
  private boolean begun;
  private long pausedSince;

  /**
   * @param stopping whether the worker stops
   */
  UnitStop(UnitRecord unit, Audits audits, BooleanSupplier stopping) {
    this.unit = unit;
    this.audits = audits;
    this.stopping = stopping;
  }

  @Override
  public boolean getAsBoolean() {
    Audits.Wanted wanted = audits.wanted(unit);
    boolean over = wanted == Audits.Wanted.NO || audits.deleted(unit.audit());
    if (stopping.getAsBoolean() || over) {
      return true;
    }
    if (wanted == Audits.Wanted.LATER && !begun) {
      // It waited behind another one when its audit was paused: nothing of it is lost.
      return true;
    }
    begun = true;
    if (wanted == Audits.Wanted.YES) {
      pausedSince = 0;
      return false;
    }
    long now = System.nanoTime();
    pausedSince = pausedSince == 0 ? now : pausedSince;
    return now - pausedSince > PAUSED_NANOS;
  }
}
