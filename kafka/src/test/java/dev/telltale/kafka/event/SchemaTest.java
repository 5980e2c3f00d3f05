package dev.telltale.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Holds the JSON Schemas, which other languages read, against the records, which we read. */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema EVENT = schema("image-event");
  private static final JsonSchema SCORE = schema("image-score");
  private static final JsonSchema TRAINING = schema("training-report");
  private static final JsonSchema AUDIT_COMMAND = schema("audit-command");
  private static final JsonSchema AUDIT = schema("audit-record");
  private static final JsonSchema UNIT = schema("unit-record");
  private static final JsonSchema OUTCOME = schema("unit-outcome");
  private static final JsonSchema DEAD_LETTER = schema("dead-letter-headers");

  /** One change that makes a valid event invalid, in words and as a change. */
  record Fault(String name, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Fault> FAULTS =
      List.of(
          new Fault("no id", e -> e.remove("id")),
          new Fault("no data set", e -> e.remove("dataset")),
          new Fault("id is null", e -> e.putNull("id")),
          new Fault("id is a number", e -> e.put("id", 7)),
          new Fault("id is empty", e -> e.put("id", "")),
          new Fault("id is blank", e -> e.put("id", "   ")),
          new Fault("id has a line break", e -> e.put("id", "a\nb")),
          new Fault("id is too long", e -> e.put("id", "x".repeat(513))),
          new Fault("data set has a slash", e -> e.put("dataset", "a/b")),
          new Fault("data set is too long", e -> e.put("dataset", "x".repeat(101))),
          new Fault("an unknown field", e -> e.put("colour", "red")),
          new Fault("both images", e -> e.put("uri", "u").put("bytes", "AAAA")),
          new Fault("no image", e -> e.without(List.of("uri", "bytes"))),
          new Fault("null images", e -> e.putNull("uri").putNull("bytes")),
          new Fault("bytes is an array", e -> e.remove(List.of("uri")).putArray("bytes").add(1)),
          new Fault("bytes has spaces", e -> e.remove(List.of("uri")).put("bytes", "A AA")),
          new Fault("bytes is empty", e -> e.remove(List.of("uri")).put("bytes", "")),
          new Fault(
              "bytes is too long",
              e -> e.remove(List.of("uri")).put("bytes", "AAAA".repeat(300_001))),
          new Fault("label is a number", e -> e.put("label", 1.5)),
          new Fault("label is empty", e -> e.put("label", "")),
          new Fault("mask is an object", e -> e.putObject("mask")),
          new Fault("mask is too long", e -> e.put("mask", "m".repeat(4097))),
          new Fault("groups is text", e -> e.put("groups", "water")),
          new Fault("a group is a number", e -> e.putObject("groups").put("background", 1)),
          new Fault("a group is null", e -> e.putObject("groups").putNull("background")),
          new Fault("a group is blank", e -> e.putObject("groups").put("background", " ")),
          new Fault("a group's name is long", e -> e.putObject("groups").put("n".repeat(101), "v")),
          new Fault("too many groups", SchemaTest::manyGroups),
          new Fault("time is a number", e -> e.put("capturedAt", 1_769_851_800L)),
          new Fault("time without zone", e -> e.put("capturedAt", "2026-01-31T09:30:00")),
          new Fault("time is a word", e -> e.put("capturedAt", "now")));

  @Provide
  Arbitrary<ImageEvent> events() {
    return Events.events();
  }

  @Provide
  Arbitrary<ImageScore> scores() {
    return Events.scores();
  }

  @Provide
  Arbitrary<TrainingReport> reports() {
    return Events.reports();
  }

  @Provide
  Arbitrary<AuditCommand> commands() {
    return AuditEvents.commands();
  }

  @Provide
  Arbitrary<AuditRecord> audits() {
    return AuditEvents.audits();
  }

  @Provide
  Arbitrary<UnitRecord> units() {
    return AuditEvents.units();
  }

  @Provide
  Arbitrary<UnitOutcome> outcomes() {
    return AuditEvents.outcomes();
  }

  @Provide
  Arbitrary<Fault> faults() {
    return Arbitraries.of(FAULTS);
  }

  @Example
  void everyComponentOfARecordIsInItsSchemaAndNothingElse() {
    assertThat(properties(EVENT, "/properties")).isEqualTo(components(ImageEvent.class));
    assertThat(properties(SCORE, "/properties")).isEqualTo(components(ImageScore.class));
    assertThat(properties(SCORE, "/properties/attention/properties"))
        .isEqualTo(components(Attention.class));
    assertThat(properties(SCORE, "/properties/source/properties"))
        .isEqualTo(components(Source.class));
    assertThat(properties(TRAINING, "/properties")).isEqualTo(components(TrainingReport.class));
    assertThat(properties(TRAINING, "/properties/history/items/properties"))
        .isEqualTo(components(TrainingReport.Epoch.class));
    assertThat(properties(TRAINING, "/properties/current/properties"))
        .isEqualTo(components(TrainingReport.Current.class));
    assertThat(properties(AUDIT_COMMAND, "/properties")).isEqualTo(components(AuditCommand.class));
    assertThat(properties(AUDIT, "/properties")).isEqualTo(components(AuditRecord.class));
    assertThat(properties(AUDIT, "/properties/stages/items/properties"))
        .isEqualTo(components(AuditRecord.Stage.class));
    assertThat(properties(AUDIT, "/properties/orders/properties"))
        .isEqualTo(components(AuditRecord.Orders.class));
    assertThat(properties(AUDIT, "/properties/aside/items/properties"))
        .isEqualTo(components(AuditRecord.Aside.class));
    assertThat(properties(AUDIT, "/properties/log/items/properties"))
        .isEqualTo(components(AuditRecord.Happening.class));
    assertThat(properties(UNIT, "/properties")).isEqualTo(components(UnitRecord.class));
    assertThat(properties(UNIT, "/$defs/result/properties"))
        .isEqualTo(components(UnitResult.class));
    assertThat(properties(OUTCOME, "/properties")).isEqualTo(components(UnitOutcome.class));
  }

  @Example
  void theSchemasLimitsAreTheRecords() {
    JsonNode bytes = EVENT.getSchemaNode().at("/properties/bytes/maxLength");
    assertThat(bytes.asInt()).isEqualTo(4 * ImageEvent.MAX_INLINE_BYTES / 3);
    assertThat(EVENT.getSchemaNode().at("/properties/id/maxLength").asInt())
        .isEqualTo(Check.MAX_ID);
    assertThat(EVENT.getSchemaNode().at("/$defs/groups/maxProperties").asInt())
        .isEqualTo(Check.MAX_GROUPS);
  }

  @Example
  void theSchemasExamplesAreValidEvents() throws IOException {
    JsonNode examples = EVENT.getSchemaNode().at("/examples");
    assertThat(examples).isNotEmpty();
    for (JsonNode example : examples) {
      assertThat(EVENT.validate(example)).isEmpty();
      assertThat(EventCodec.readImageEvent(JSON.writeValueAsBytes(example)).id()).isNotBlank();
    }
  }

  @Property
  void everyValidEventIsValidByTheSchema(@ForAll("events") ImageEvent event) {
    assertThat(faultsOf(EVENT, EventCodec.write(event))).isEmpty();
  }

  @Property
  void everyValidScoreIsValidByTheSchema(@ForAll("scores") ImageScore score) {
    assertThat(faultsOf(SCORE, EventCodec.write(score))).isEmpty();
  }

  @Property
  void everyValidReportOfATrainingIsValidByTheSchema(@ForAll("reports") TrainingReport report) {
    assertThat(faultsOf(TRAINING, EventCodec.write(report))).isEmpty();
  }

  @Property(tries = 200)
  void everyValidCommandIsValidByTheSchemaAndReadAgain(@ForAll("commands") AuditCommand command) {
    var record = EventCodec.record(command);
    assertThat(faultsOf(AUDIT_COMMAND, record.value())).isEmpty();
    assertThat(EventCodec.readAuditCommand(consumed(record))).isEqualTo(command);
  }

  @Property(tries = 200)
  void everyValidAuditIsValidByTheSchemaAndReadAgain(@ForAll("audits") AuditRecord audit) {
    var record = EventCodec.record(audit, 3);
    assertThat(faultsOf(AUDIT, record.value())).isEmpty();
    assertThat(EventCodec.readAuditRecord(consumed(record))).isEqualTo(audit);
  }

  @Property(tries = 200)
  void everyValidUnitIsValidByTheSchemaAndReadAgain(@ForAll("units") UnitRecord unit) {
    var record = EventCodec.record(unit, 3);
    assertThat(faultsOf(UNIT, record.value())).isEmpty();
    assertThat(EventCodec.readUnit(record.value())).isEqualTo(unit);
  }

  @Property(tries = 200)
  void everyValidOutcomeIsValidByTheSchemaAndReadAgain(@ForAll("outcomes") UnitOutcome outcome) {
    var record = EventCodec.record(outcome, 3);
    assertThat(faultsOf(OUTCOME, record.value())).isEmpty();
    assertThat(EventCodec.readUnitOutcome(consumed(record))).isEqualTo(outcome);
  }

  @Property
  void whatBreaksARuleIsRejectedBySchemaAndCodecAlike(
      @ForAll("events") ImageEvent event, @ForAll("faults") Fault fault) throws IOException {
    var json = (ObjectNode) JSON.readTree(EventCodec.write(event));
    fault.change().accept(json);
    byte[] value = JSON.writeValueAsBytes(json);
    assertThat(faultsOf(EVENT, value)).as("schema").isNotEmpty();
    assertThat(
            catchThrowableOfType(
                InvalidEventException.class, () -> EventCodec.readImageEvent(value)))
        .as("codec")
        .isNotNull();
  }

  @Example
  void theDeadLetterHeadersAreThoseOfTheSchema() {
    JsonNode schema = DEAD_LETTER.getSchemaNode();
    assertThat(texts(schema.at("/properties/telltale-reason/enum")))
        .isEqualTo(Arrays.stream(RejectReason.values()).map(RejectReason::wire).toList());
    var rejected = new ConsumerRecord<>("telltale.images", 3, 42, new byte[0], new byte[5_000_000]);
    var headers = JSON.createObjectNode();
    DeadLetter.of(rejected, RejectReason.INTERNAL_ERROR, "It broke.", "birds", "a", "demo")
        .toRecord()
        .headers()
        .forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
    assertThat(DEAD_LETTER.validate(headers)).isEmpty();
    assertThat(new TreeSet<>(texts(headers.fieldNames())))
        .isEqualTo(properties(DEAD_LETTER, "/properties"));
  }

  private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value());
  }

  private static void manyGroups(ObjectNode event) {
    ObjectNode groups = event.putObject("groups");
    for (int i = 0; i <= Check.MAX_GROUPS; i++) {
      groups.put("attribute " + i, "value");
    }
  }

  private static JsonSchema schema(String name) {
    try (var in = SchemaTest.class.getResourceAsStream("/schemas/" + name + ".schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<ValidationMessage> faultsOf(JsonSchema schema, byte[] value) {
    try {
      return schema.validate(JSON.readTree(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> components(Class<? extends Record> type) {
    return new TreeSet<>(
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  private static Set<String> properties(JsonSchema schema, String pointer) {
    return new TreeSet<>(texts(schema.getSchemaNode().at(pointer).fieldNames()));
  }

  private static List<String> texts(Iterator<String> names) {
    var list = new ArrayList<String>();
    names.forEachRemaining(list::add);
    return list;
  }

  private static List<String> texts(JsonNode array) {
    var list = new ArrayList<String>();
    array.forEach(node -> list.add(node.asText()));
    return list;
  }
}
