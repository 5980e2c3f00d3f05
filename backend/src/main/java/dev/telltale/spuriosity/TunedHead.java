package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.SampleTable;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.model.LinearHead;
import java.util.Arrays;
import java.util.List;

/** What a tuned head is worth beside the one that it was, on the reporting split. */
record TunedHead(Ranked ranked, SpuriosityOptions options, Workbench bench) {
  /** Images that were repaired or broken, and are listed. */
  private static final int LISTED = 100;

  /** {@code before}, {@code after}, and the images that were repaired and broken. */
  ObjectNode compared(LinearHead tuned) {
    int[] reporting = ranked.splits().reporting();
    List<Ranking> rankings = ranked.rankings(reporting);
    Examples reported = ranked.tunedExamples(reporting);
    List<String> classes = bench.subject().images().classes();
    int[] answersBefore = Heads.answers(reported, ranked.tunedHead(), bench.device());
    int[] answersAfter = Heads.answers(reported, tuned, bench.device());
    HeadFigures before = figures(rankings, reporting, answersBefore);
    HeadFigures after = figures(rankings, reporting, answersAfter);
    SampleTable samples = bench.subject().images().samples();
    ObjectNode into = Json.NODES.objectNode();
    into.set("before", described(before, samples, reporting));
    into.set("after", described(after, samples, reporting));
    for (boolean better : new boolean[] {true, false}) {
      String name = better ? "repaired" : "broken";
      int[] changed = better ? after.repaired(before) : after.broken(before);
      into.put(name, changed.length);
      ArrayNode list = into.putArray(name + "Images");
      Arrays.stream(changed)
          .limit(LISTED)
          .forEach(
              at ->
                  list.addObject()
                      .put("place", reporting[at])
                      .put("id", samples.id(reporting[at]))
                      .put("from", classes.get(answersBefore[at]))
                      .put("to", classes.get(answersAfter[at])));
    }
    return into;
  }

  private HeadFigures figures(List<Ranking> rankings, int[] places, int[] answers) {
    int[] labels = Arrays.stream(places).map(ranked.features()::label).toArray();
    int classes = bench.subject().images().classes().size();
    return HeadFigures.of(
        rankings, Predictions.of(labels, answers, classes), options.whole("k"), options.level());
  }

  private ObjectNode described(HeadFigures figures, SampleTable samples, int[] places) {
    ObjectNode one = Json.NODES.objectNode();
    one.set("accuracy", Json.estimate(figures.accuracy()));
    one.set("gap", Json.estimate(figures.gaps().mean()));
    one.set("curve", ClassDocument.parts(figures.curve()));
    WorstGroup worst = WorstGroup.of(samples, places, figures.right(), options.level());
    if (worst != null) {
      one.set("worstGroup", worst.json());
    }
    return one;
  }
}
