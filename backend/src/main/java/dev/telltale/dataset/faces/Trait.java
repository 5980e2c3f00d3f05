package dev.telltale.dataset.faces;

import dev.telltale.dataset.drawn.Factor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a face has or has not. Names are CelebA's, but for {@link #BOW_TIE}, which no label of the
 * drawn faces names.
 */
public enum Trait implements Factor {
  SMILING,
  MOUTH_SLIGHTLY_OPEN,
  BIG_NOSE,
  POINTY_NOSE,
  ARCHED_EYEBROWS,
  BUSHY_EYEBROWS,
  EYEGLASSES,
  WEARING_LIPSTICK,
  BLOND_HAIR,
  MUSTACHE,
  MALE,
  YOUNG,
  BOW_TIE,
  BALD,
  BANGS,
  BLACK_HAIR,
  BROWN_HAIR,
  GRAY_HAIR,
  WEARING_EARRINGS,
  WEARING_HAT,
  WEARING_NECKLACE;

  /** The attributes that drawn faces are labelled with, in the order of the file. */
  public static final List<Trait> LABELS =
      List.of(
          SMILING,
          MOUTH_SLIGHTLY_OPEN,
          BIG_NOSE,
          POINTY_NOSE,
          ARCHED_EYEBROWS,
          BUSHY_EYEBROWS,
          EYEGLASSES,
          WEARING_LIPSTICK,
          BLOND_HAIR,
          MUSTACHE,
          MALE,
          YOUNG);

  /** What an intervention can change: the labels and the cue that none of them names. */
  public static Trait[] factors() {
    Trait[] factors = Arrays.copyOf(LABELS.toArray(new Trait[0]), LABELS.size() + 1);
    factors[LABELS.size()] = BOW_TIE;
    return factors;
  }

  /** As CelebA writes it: Mouth_Slightly_Open; the cue without a label is bow_tie. */
  @Override
  public String label() {
    if (this == BOW_TIE) {
      return "bow_tie";
    }
    StringBuilder label = new StringBuilder();
    for (String word : name().split("_")) {
      label.append(label.isEmpty() ? "" : "_").append(word.charAt(0));
      label.append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return label.toString();
  }

  /** 0 without it, 1 with it. */
  @Override
  public List<String> choices() {
    return List.of("0", "1");
  }
}
