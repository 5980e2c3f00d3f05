package dev.telltale.groups;

import dev.telltale.audit.AuditSubject;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which answers of a model are right. Nothing is guessed: an image without a label, or with one
 * that joins none of the model's classes, is counted and has no verdict.
 *
 * @param verdict of each image: 1 right, 0 wrong, or one of the constants below
 */
record Judged(byte[] verdict) {
  /** Its unit is not done. */
  static final byte MISSING = -1;

  /** It could not be read. */
  static final byte UNREADABLE = -2;

  /** Its logits are no finite numbers. */
  static final byte NOT_FINITE = -3;

  /** It has no label. */
  static final byte UNLABELLED = -4;

  /** Its label joins no class of the model. */
  static final byte UNMAPPED = -5;

  static Judged of(AuditSubject subject, ScoreTable scores, int model) {
    SampleTable samples = subject.images().samples();
    Column labels = samples.label().orElseThrow();
    ClassMap map = subject.classMaps().get(model);
    boolean attribute = map.attribute().isPresent();
    List<Set<Integer>> right = new ArrayList<>();
    for (String label : labels.values()) {
      right.add(attribute ? Set.of(label.equals(map.answer(true)) ? 1 : 0) : map.indicesFor(label));
    }
    int[] answers = scores.models().get(model).answer();
    byte[] verdict = new byte[samples.size()];
    for (int place = 0; place < verdict.length; place++) {
      int label = samples.code(labels, place);
      verdict[place] =
          scores.seen()[place] == ScoreTable.MISSING
              ? MISSING
              : scores.seen()[place] == 0
                  ? UNREADABLE
                  : answers[place] == Answer.NONE
                      ? NOT_FINITE
                      : label == Column.UNKNOWN
                          ? UNLABELLED
                          : right.get(label).isEmpty()
                              ? UNMAPPED
                              : (byte) (right.get(label).contains(answers[place]) ? 1 : 0);
    }
    return new Judged(verdict);
  }

  /** How many images have a verdict, or lack one for a reason. */
  int count(byte wanted) {
    int count = 0;
    for (byte one : verdict) {
      count += one == wanted ? 1 : 0;
    }
    return count;
  }

  /** Whether it is known if the answer is right. */
  boolean known(int place) {
    return verdict[place] >= 0;
  }
}
