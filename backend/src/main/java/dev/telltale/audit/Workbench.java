package dev.telltale.audit;

import ai.djl.Device;
import dev.telltale.model.Classifier;

/** What a unit is worked on with. Belongs to the device's thread, and to one unit. */
public interface Workbench {
  /** What the audit is about. */
  AuditSubject subject();

  /** The device. */
  Device device();

  /**
   * A model of the audit, loaded; not to be closed by the unit.
   *
   * @param model its place in the spec
   */
  Classifier classifier(int model);

  /** Where large results are kept. */
  Artifacts artifacts();

  /**
   * Lets live images that wait for this device through, and ends the unit if it is no longer
   * wanted. To be called between batches: at least once a second.
   *
   * @throws UnitStoppedException when the audit was paused or cancelled, or the worker stops; to be
   *     passed on
   */
  void breathe();
}
