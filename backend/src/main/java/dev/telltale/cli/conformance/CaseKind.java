package dev.telltale.cli.conformance;

import java.util.Set;

/** A kind of golden case, and how its numbers are computed here. */
interface CaseKind {

  /** The last segments of the ids that name this kind. */
  Set<String> names();

  /** Whether a case of another name has the inputs and expected fields of this kind. */
  boolean fits(GoldenCase golden);

  /**
   * Computes what the case expects.
   *
   * @throws CaseFault if the case lacks something or contradicts itself
   */
  Answer answer(GoldenCase golden);
}
