package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Picture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The core crops of the flagged images, for documents and the report. */
final class Crops {
  /** Classes whose crops are shown in the report; the pages show all. */
  private static final int SHOWN_CLASSES = 12;

  private final String why;
  private final Map<Integer, JsonNode> byPlace = new HashMap<>();
  private final JsonNode pictures;

  /**
   * @param outcome of their stage; an empty object where it is not known yet, or not asked for
   */
  Crops(SpuriosityOptions options, JsonNode outcome) {
    this.why = options.crops() ? "it is not cropped yet" : "crops were not asked for";
    this.pictures = outcome.path("pictures");
    outcome.path("crops").forEach(one -> byPlace.put(one.get("place").intValue(), one));
  }

  /** The document of a class with the crops of its flagged images, or why there are none. */
  JsonNode into(JsonNode document) {
    for (JsonNode flagged : document.get("flagged")) {
      JsonNode crop = byPlace.get(flagged.get("place").intValue());
      ObjectNode one = (ObjectNode) flagged;
      if (crop == null || crop.has("why")) {
        one.putNull("crop").put("cropWhy", crop == null ? why : crop.get("why").textValue());
        continue;
      }
      ObjectNode box = one.putObject("crop");
      for (String side : List.of("x", "y", "width", "height")) {
        box.set(side, Json.number(crop.get(side).doubleValue()));
      }
      one.putNull("cropWhy");
    }
    return document;
  }

  /** Pictures above their crops, of the first classes. */
  List<Picture> shown(AuditSubject subject) {
    List<Picture> shown = new ArrayList<>();
    for (JsonNode one : pictures) {
      if (shown.size() < SHOWN_CLASSES) {
        String name = subject.images().classes().get(one.get("class").intValue());
        shown.add(
            new Picture(
                name
                    + ": pictures with the strongest cue above, below what activates the core features",
                one.get("picture").textValue(),
                "image/png"));
      }
    }
    return shown;
  }
}
