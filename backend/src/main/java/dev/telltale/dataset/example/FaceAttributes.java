package dev.telltale.dataset.example;

import dev.telltale.dataset.faces.Face;
import dev.telltale.dataset.faces.Trait;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** CelebA's forty attributes, in its order. Those that are not drawn are never there. */
final class FaceAttributes {
  static final List<String> NAMES =
      List.of(
          "5_o_Clock_Shadow",
          "Arched_Eyebrows",
          "Attractive",
          "Bags_Under_Eyes",
          "Bald",
          "Bangs",
          "Big_Lips",
          "Big_Nose",
          "Black_Hair",
          "Blond_Hair",
          "Blurry",
          "Brown_Hair",
          "Bushy_Eyebrows",
          "Chubby",
          "Double_Chin",
          "Eyeglasses",
          "Goatee",
          "Gray_Hair",
          "Heavy_Makeup",
          "High_Cheekbones",
          "Male",
          "Mouth_Slightly_Open",
          "Mustache",
          "Narrow_Eyes",
          "No_Beard",
          "Oval_Face",
          "Pale_Skin",
          "Pointy_Nose",
          "Receding_Hairline",
          "Rosy_Cheeks",
          "Sideburns",
          "Smiling",
          "Straight_Hair",
          "Wavy_Hair",
          "Wearing_Earrings",
          "Wearing_Hat",
          "Wearing_Lipstick",
          "Wearing_Necklace",
          "Wearing_Necktie",
          "Young");

  private static final Set<String> HAIR =
      Set.of("Black_Hair", "Blond_Hair", "Brown_Hair", "Gray_Hair");

  private FaceAttributes() {}

  /**
   * The two lines above the rows, as CelebA has them: a count, and names with a blank after each.
   */
  static String header(int count) {
    return count + "\n" + String.join(" ", NAMES) + " \n";
  }

  /** The values of a row: 1 or -1, each in three places. */
  static String row(Face face) {
    Set<String> there = of(face);
    StringBuilder row = new StringBuilder();
    NAMES.forEach(name -> row.append(there.contains(name) ? "  1" : " -1"));
    return row.append('\n').toString();
  }

  /** The attributes that a face has. */
  static Set<String> of(Face face) {
    Set<String> there = new HashSet<>();
    face.traits().forEach(trait -> there.add(trait.label()));
    there.add("No_Beard");
    if (face.has(Trait.BALD)) {
      there.removeAll(HAIR);
    } else {
      there.add("Straight_Hair");
    }
    if (face.tone() > .8) {
      there.add("Pale_Skin");
    }
    return there;
  }
}
