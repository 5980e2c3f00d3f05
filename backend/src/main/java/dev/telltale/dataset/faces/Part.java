package dev.telltale.dataset.faces;

import java.util.Locale;

/** The parts of faces, as CelebAMask-HQ names them; the last is drawn only. */
public enum Part {
  SKIN,
  NOSE,
  EYE_G,
  L_EYE,
  R_EYE,
  L_BROW,
  R_BROW,
  L_EAR,
  R_EAR,
  MOUTH,
  U_LIP,
  L_LIP,
  HAIR,
  HAT,
  EAR_R,
  NECK_L,
  NECK,
  CLOTH,
  BOW_TIE;

  /** As files are named. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
