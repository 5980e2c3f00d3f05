package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every model answers to every image: the outcome of the first stage. In JSON the numbers are
 * packed (big-endian, base64), a few bytes for each instead of twenty.
 *
 * @param seen of each image: 1 if it was read, 0 if it was not, {@link #MISSING} if its unit is not
 *     done
 * @param unreadable those that could not be read, in order
 * @param models in the order of the spec
 */
record ScoreTable(byte[] seen, List<Unreadable> unreadable, List<Answers> models) {
  static final byte MISSING = -1;

  /** Of a unit's result and of the packed table. */
  static final List<String> FIELDS = List.of("answer", "confidence", "logLoss", "brier");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * An image that could not be read.
   *
   * @param place in the data set
   * @param reason on one line
   */
  record Unreadable(int place, String reason) {}

  /**
   * One model's, over all images; see {@link Answer}.
   *
   * @param answer {@link Answer#NONE} also where there is no image
   */
  record Answers(int[] answer, double[] confidence, double[] logLoss, double[] brier) {
    private static Answers none(int images) {
      Answers none =
          new Answers(new int[images], new double[images], new double[images], new double[images]);
      Arrays.fill(none.answer, Answer.NONE);
      Stream.of(none.confidence, none.logLoss, none.brier)
          .forEach(values -> Arrays.fill(values, Double.NaN));
      return none;
    }
  }

  /** Appends an image's answer to a unit's result; null for an image that was not read. */
  static void add(ObjectNode into, @Nullable Answer answer) {
    boolean none = answer == null || answer.answer() == Answer.NONE;
    ((ArrayNode) into.get("answer")).add(none ? Answer.NONE : answer.answer());
    add(into, "confidence", none ? Double.NaN : answer.confidence());
    add(into, "logLoss", none ? Double.NaN : answer.logLoss());
    add(into, "brier", none ? Double.NaN : answer.brier());
  }

  private static void add(ObjectNode into, String field, double value) {
    ArrayNode values = (ArrayNode) into.get(field);
    if (Double.isNaN(value)) {
      values.addNull();
    } else {
      values.add(value);
    }
  }

  /** Puts the units' results together. */
  static ScoreTable of(AuditSubject subject, Results results) {
    int images = subject.images().samples().size();
    byte[] seen = new byte[images];
    Arrays.fill(seen, MISSING);
    List<Unreadable> unreadable = new ArrayList<>();
    List<Answers> models = new ArrayList<>();
    subject.models().forEach(model -> models.add(Answers.none(images)));
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(
          unit -> {
            int from = unit.value().get("from").intValue();
            int to = unit.value().get("to").intValue();
            Arrays.fill(seen, from, to, (byte) 1);
            for (JsonNode one : unit.value().get("unreadable")) {
              seen[one.get("place").intValue()] = 0;
              unreadable.add(
                  new Unreadable(one.get("place").intValue(), one.get("reason").textValue()));
            }
            for (int model = 0; model < models.size(); model++) {
              take(unit.value().get("models").get(model), from, to, models.get(model));
            }
          });
    }
    return new ScoreTable(seen, unreadable, models);
  }

  private static void take(JsonNode from, int first, int end, Answers into) {
    for (int place = first; place < end; place++) {
      int i = place - first;
      into.answer[place] = from.get("answer").get(i).intValue();
      into.confidence[place] = number(from.get("confidence").get(i));
      into.logLoss[place] = number(from.get("logLoss").get(i));
      into.brier[place] = number(from.get("brier").get(i));
    }
  }

  private static double number(JsonNode value) {
    return value.isNull() ? Double.NaN : value.doubleValue();
  }

  /** Packs it. */
  JsonNode json() {
    ObjectNode packed = JSON.objectNode();
    packed.put("seen", seen);
    ArrayNode faults = packed.putArray("unreadable");
    unreadable.forEach(
        one -> faults.addObject().put("place", one.place()).put("reason", one.reason()));
    ArrayNode all = packed.putArray("models");
    for (Answers one : models) {
      ByteBuffer answers = ByteBuffer.allocate(Integer.BYTES * one.answer.length);
      answers.asIntBuffer().put(one.answer);
      all.addObject()
          .put("answer", answers.array())
          .put("confidence", Packed.bytes(one.confidence))
          .put("logLoss", Packed.bytes(one.logLoss))
          .put("brier", Packed.bytes(one.brier));
    }
    return packed;
  }

  /** Unpacks it. */
  static ScoreTable of(JsonNode packed) {
    try {
      List<Unreadable> unreadable = new ArrayList<>();
      for (JsonNode one : packed.get("unreadable")) {
        unreadable.add(new Unreadable(one.get("place").intValue(), one.get("reason").textValue()));
      }
      List<Answers> models = new ArrayList<>();
      for (JsonNode one : packed.get("models")) {
        byte[] bytes = one.get("answer").binaryValue();
        int[] answer = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(answer);
        models.add(
            new Answers(
                answer,
                Packed.doubles(one.get("confidence").binaryValue()),
                Packed.doubles(one.get("logLoss").binaryValue()),
                Packed.doubles(one.get("brier").binaryValue())));
      }
      return new ScoreTable(packed.get("seen").binaryValue(), unreadable, models);
    } catch (IOException e) {
      throw new UncheckedIOException("the scores cannot be read back", e);
    }
  }
}
