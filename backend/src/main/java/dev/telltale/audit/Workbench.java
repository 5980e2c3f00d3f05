package dev.telltale.audit;

import ai.djl.Device;
import dev.telltale.model.Classifier;
import java.util.function.Supplier;

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

  /**
   * Something that is costly to make and that later units want too, such as decoded pictures; made
   * when it is not there, or no longer. It must not matter to a result which of the two it was.
   *
   * @param key all that it depends on, with {@code equals} by content
   * @param bytes that it takes, about
   * @param make makes it; may {@link #breathe}
   */
  <T> T kept(Object key, long bytes, Supplier<T> make);

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
