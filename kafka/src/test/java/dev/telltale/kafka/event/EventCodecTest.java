package dev.telltale.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCodecTest {
  private static final String START = "{\"id\":\"a\",\"dataset\":\"birds\"";

  @Test
  void aFullEventIsReadFieldByField() {
    ImageEvent event =
        read(
            START
                + ",\"uri\":\"file:///1.png\",\"label\":\"landbird\",\"groups\":{\"background\":\"water\"},"
                + "\"mask\":\"file:///m.png\",\"capturedAt\":\"2026-01-31T10:30:00.5+01:00\"}");
    assertThat(event)
        .isEqualTo(
            new ImageEvent(
                "a",
                "birds",
                "file:///1.png",
                null,
                "landbird",
                Map.of("background", "water"),
                "file:///m.png",
                Instant.parse("2026-01-31T09:30:00.5Z")));
  }

  @Test
  void inlineBytesAreDecoded() {
    assertThat(read(START + ",\"bytes\":\"AAEC/w==\"}").bytes()).containsExactly(0, 1, 2, 255);
  }

  @Test
  void aNullFieldCountsAsAbsent() {
    ImageEvent event =
        read(
            START
                + ",\"uri\":\"u\",\"bytes\":null,\"label\":null,\"groups\":null,\"capturedAt\":null}");
    assertThat(event)
        .isEqualTo(new ImageEvent("a", "birds", "u", null, null, Map.of(), null, null));
  }

  // Each line: what stands behind id and dataset; the reason; a word of the detail.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,"uri":"u","bytes":"AA=="}            | both-uri-and-bytes    | exactly one
          }                                     | neither-uri-nor-bytes | exactly one
          ,"uri":"u"                            | not-json              | byte
          ,"uri":"u"} x                         | not-json              | byte
          ,"uri":"u"}{}                         | not-json              | behind
          ,"uri":"u","label":NaN}               | not-json              | NaN
          ,"uri":"u","colour":"red"}            | unknown-field         | "colour"
          ,"uri":"u","label":7}                 | wrong-type            | label is a number
          ,"uri":"u","label":true}              | wrong-type            | label is a boolean
          ,"uri":["u"]}                         | wrong-type            | uri is an array
          ,"uri":"u","groups":"water"}          | wrong-type            | groups is a string
          ,"uri":"u","groups":{"a":1}}          | wrong-type            | groups."a" is a number
          ,"uri":"u","groups":{"a":null}}       | wrong-type            | groups."a" is null
          ,"uri":"u","groups":{"a":"b","a":"b"}}| invalid-value         | twice
          ,"uri":"u","uri":"u"}                 | invalid-value         | "uri" stands there twice
          ,"uri":"u","label":""}                | invalid-value         | label
          ,"uri":"u","label":"a\\u0000b"}       | invalid-value         | control
          ,"uri":"u","label":"\\ud800"}         | invalid-value         | surrogates
          ,"uri":"u","capturedAt":1769851800}   | wrong-type            | capturedAt is a number
          ,"uri":"u","capturedAt":"yesterday"}  | invalid-value         | RFC 3339
          ,"uri":"u","capturedAt":"2026-02-30T00:00:00Z"}      | invalid-value | RFC 3339
          ,"uri":"u","capturedAt":"0000-01-01T00:00:00+18:00"} | invalid-value | year
          ,"bytes":"AAA"}                       | invalid-value         | base64
          ,"bytes":"A A="}                      | invalid-value         | base64
          ,"bytes":""}                          | unreadable-image      | empty
          """)
  void aFaultIsRejectedWithItsReasonAndNamesTheImage(String rest, String reason, String detail) {
    InvalidEventException e = rejected(START + rest);
    assertThat(e.reason().wire()).isEqualTo(reason);
    assertThat(e.detail()).contains(detail).doesNotContain("\n");
    assertThat(e.id()).isEqualTo("a");
    assertThat(e.dataset()).isEqualTo("birds");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"dataset":"d","uri":"u"}             | missing-field | id is missing
          {"id":null,"dataset":"d","uri":"u"}   | missing-field | id is missing
          {"id":"a","uri":"u"}                  | missing-field | dataset is missing
          {"id":7,"dataset":"d","uri":"u"}      | wrong-type    | id is a number
          {"id":" ","dataset":"d","uri":"u"}    | invalid-value | id is " "
          {"id":"a","dataset":"../d","uri":"u"} | invalid-value | dataset is "../d"
          []                                    | wrong-type    | an array
          "x"                                   | wrong-type    | a string
          null                                  | wrong-type    | null
          hello                                 | not-json      | hello
          ``                                    | not-json      | empty
          """)
  void anEventThatDoesNotSayWhatItIsIsRejected(String json, String reason, String detail) {
    InvalidEventException e = rejected(json);
    assertThat(e.reason().wire()).isEqualTo(reason);
    assertThat(e.detail()).contains(detail);
  }

  @Test
  void aFaultBehindTheFirstDoesNotHideTheImagesName() {
    InvalidEventException e =
        rejected("{\"colour\":{\"deep\":[1]},\"dataset\":\"d\",\"id\":\"a\"}");
    assertThat(e.reason()).isEqualTo(RejectReason.UNKNOWN_FIELD);
    assertThat(e.id()).isEqualTo("a");
    assertThat(e.dataset()).isEqualTo("d");
  }

  @Test
  void aTombstoneIsRejected() {
    assertThat(rejected((byte[]) null).reason()).isEqualTo(RejectReason.NOT_JSON);
  }

  @Test
  void utf16IsNotJson() {
    byte[] utf16 = (START + ",\"uri\":\"u\"}").getBytes(StandardCharsets.UTF_16BE);
    assertThat(rejected(utf16).reason()).isEqualTo(RejectReason.NOT_JSON);
  }

  @Test
  void inlineBytesAreAllowedUpToTheLimitAndNotBeyond() {
    byte[] largest = EventCodec.write(Events.inline("a", new byte[ImageEvent.MAX_INLINE_BYTES]));
    assertThat(EventCodec.readImageEvent(largest).bytes()).hasSize(900_000);
    String over = "AAAA".repeat(300_000) + "AA==";
    assertThat(rejected(START + ",\"bytes\":\"" + over + "\"}").reason())
        .isEqualTo(RejectReason.EVENT_TOO_LARGE);
    assertThat(rejected(new byte[Topics.MAX_EVENT_BYTES + 1]).reason())
        .isEqualTo(RejectReason.EVENT_TOO_LARGE);
  }

  @Test
  void deepNestingAndHugeNumbersAreRejectedLikeAnyFault() {
    String deep = "[".repeat(1_000_000);
    assertThat(rejected(START + ",\"label\":" + deep).reason()).isEqualTo(RejectReason.NOT_JSON);
    String shallow = "[".repeat(500) + "]".repeat(500);
    assertThat(rejected(START + ",\"label\":" + shallow + "}").reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
    String digits = "9".repeat(100_000);
    assertThat(rejected(START + ",\"label\":" + digits + "}").reason())
        .isIn(RejectReason.NOT_JSON, RejectReason.WRONG_TYPE);
    assertThat(rejected(START + ",\"label\":1e999999999}").reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
  }

  @Test
  void anOverlongIdIsNotRepeatedInFull() {
    InvalidEventException e = rejected("{\"id\":\"" + "x".repeat(9_999) + "\",\"dataset\":\"d\"}");
    assertThat(e.id()).isNull();
    assertThat(e.detail().length()).isLessThan(250);
  }

  @Test
  void aCloudEventOfAnotherTypeIsRejectedAndOneOfOursIsRead() {
    var record = new ConsumerRecord<>("t", 0, 0, new byte[0], EventCodec.write(Events.byUri("a")));
    record.headers().add("ce_type", CloudEvents.IMAGE_TYPE.getBytes(UTF_8));
    assertThat(EventCodec.readImageEvent(record)).isEqualTo(Events.byUri("a"));
    record.headers().add("ce_type", "com.example.order".getBytes(UTF_8));
    var e =
        catchThrowableOfType(InvalidEventException.class, () -> EventCodec.readImageEvent(record));
    assertThat(e.reason()).isEqualTo(RejectReason.INVALID_VALUE);
    assertThat(e.detail()).contains("com.example.order", CloudEvents.IMAGE_TYPE);
    assertThat(e.id()).isEqualTo("a");
  }

  @Test
  void aStructuredCloudEventIsRejectedWithAdvice() {
    var record = new ConsumerRecord<>("t", 0, 0, new byte[0], EventCodec.write(Events.byUri("a")));
    record
        .headers()
        .add("content-type", "application/cloudevents+json; charset=utf-8".getBytes(UTF_8));
    var e =
        catchThrowableOfType(InvalidEventException.class, () -> EventCodec.readImageEvent(record));
    assertThat(e.detail()).contains("ce_ headers");
  }

  @Test
  void aScoreIsReadThoughItHasFieldsOfALaterVersion() {
    ImageScore score = Events.score("a");
    String json = new String(EventCodec.write(score), UTF_8);
    String later = json.replaceFirst("\\{", "{\"counterfactual\":{\"x\":[1]},");
    assertThat(EventCodec.readImageScore(later.getBytes(UTF_8))).isEqualTo(score);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "confidence":0.75 | "confidence":1.75 | confidence is 1.75
          "confidence":0.75 | "nothing":0       | confidence
          "modelHash":"abc123" | "modelHash":"a/b" | modelHash is "a/b"
          "rankPercentile":0.375 | "rankPercentile":1.5 | rankPercentile is 1.5
          "reference":"ref:1" | "reference":"ref 1" | reference is "ref 1"
          "spuriosity":-0.5 | "nothing":0 | spuriosity and reference go together
          "reference":"ref:1" | "nothing":0 | spuriosity and reference go together
          "spuriosity":-0.5 | "spuriosity":1e999 | spuriosity is Infinity
          "height":1    | "height":3     | attention is 3 x 2 with 2 values
          "id":"a"      | "nothing":0    | id is missing
          "partition":3 | "partition":-3 | source.partition is -3
          "offset":42   | "offset":"x"   | /source/offset
          "member":"member one" | "receivedAt":9e30 | /receivedAt
          {"id"         | [{"id"         | not valid
          {"id"         | {{"id"         | not JSON
          """)
  void aScoreThatBreaksTheContractIsRejected(String from, String to, String detail) {
    String json = new String(EventCodec.write(Events.score("a")), UTF_8);
    assertThat(json).contains(from);
    byte[] broken = json.replace(from, to).getBytes(UTF_8);
    assertThat(
            catchThrowableOfType(
                InvalidEventException.class, () -> EventCodec.readImageScore(broken)))
        .hasMessageContaining(detail)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theLargestScoreFitsItsTopic() {
    String name = "\uD83D\uDC26".repeat(512);
    String uri = "\uD83D\uDC26".repeat(4096);
    Map<String, String> groups = new HashMap<>();
    for (int i = 0; i < 32; i++) {
      groups.put(i + "\uD83D\uDC26".repeat(98), name);
    }
    ImageScore small = Events.score("a");
    ImageScore largest =
        new ImageScore(
            name,
            "d".repeat(100),
            name,
            "h".repeat(128),
            name,
            groups,
            uri,
            small.artifact(),
            uri,
            Integer.MAX_VALUE,
            name,
            0.1 + 0.2,
            new Attention(256, 256, new byte[256 * 256]),
            0.1 + 0.2,
            0.1 + 0.2,
            -100 * (0.1 + 0.2),
            0.1 + 0.2,
            "r".repeat(128),
            small.receivedAt(),
            small.receivedAt(),
            small.scoredAt(),
            name,
            name,
            new Source(Integer.MAX_VALUE, Long.MAX_VALUE));
    int headers = 10_000;
    assertThat(EventCodec.write(largest).length + largest.key().length() * 8 + headers)
        .isLessThan(Topics.SCORES.maxMessageBytes());
  }

  @Test
  void recordsCarryTopicKeyAndCloudEventsHeaders() {
    var image = EventCodec.record(Events.inline("a", new byte[] {1}));
    assertThat(image.topic()).isEqualTo("telltale.images");
    assertThat(new String(image.key(), UTF_8)).isEqualTo("a");
    assertThat(header(image.headers(), "ce_id")).isEqualTo("birds/a");
    assertThat(header(image.headers(), "ce_time")).isEqualTo("2026-01-31T09:30:00.123456789Z");
    var score = EventCodec.record(Events.score("a"));
    assertThat(score.topic()).isEqualTo("telltale.scores");
    assertThat(new String(score.key(), UTF_8)).isEqualTo("birds/abc123/a");
    assertThat(header(score.headers(), "ce_specversion")).isEqualTo("1.0");
    assertThat(header(score.headers(), "ce_type")).isEqualTo("dev.telltale.score.v1");
    assertThat(header(score.headers(), "ce_source")).isEqualTo("/telltale/members/member%20one");
    assertThat(header(score.headers(), "content-type")).isEqualTo("application/json");
  }

  private static String header(Headers headers, String name) {
    return String.valueOf(CloudEvents.text(headers.lastHeader(name)));
  }

  private static ImageEvent read(String json) {
    return EventCodec.readImageEvent(json.getBytes(UTF_8));
  }

  private static InvalidEventException rejected(String json) {
    return rejected(json.getBytes(UTF_8));
  }

  private static InvalidEventException rejected(byte[] value) {
    return catchThrowableOfType(
        InvalidEventException.class, () -> EventCodec.readImageEvent(value));
  }
}
