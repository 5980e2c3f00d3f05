package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;
import static dev.telltale.kafka.event.RejectReason.NOT_JSON;
import static dev.telltale.kafka.event.RejectReason.UNKNOWN_FIELD;
import static dev.telltale.kafka.event.RejectReason.WRONG_TYPE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one image event strictly, token by token. It goes on behind the first fault to the end, so
 * that a dead letter can still name the image; the first fault is the one that is reported, unless
 * the text is not JSON at all.
 */
final class ImageEventReader {
  // UTF-8 only: Jackson would otherwise guess UTF-16 and UTF-32 from zero bytes.
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

  private final JsonParser json;
  private @Nullable InvalidEventException fault;

  private @Nullable String id;
  private @Nullable String dataset;
  private @Nullable String uri;
  private byte @Nullable [] bytes;
  private @Nullable String label;
  private Map<String, String> groups = Map.of();
  private @Nullable String mask;
  private @Nullable Instant capturedAt;

  private ImageEventReader(JsonParser json) {
    this.json = json;
  }

  static ImageEvent read(byte[] value) {
    try (JsonParser json = JSON.createParser(value)) {
      var reader = new ImageEventReader(json);
      try {
        reader.readDocument();
        return reader.event();
      } catch (InvalidEventException e) {
        throw reader.named(e);
      } catch (IOException e) {
        throw reader.named(notJson(e));
      }
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  private void readDocument() throws IOException {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new InvalidEventException(NOT_JSON, "The record's value is empty.");
    }
    if (first != JsonToken.START_OBJECT) {
      note(WRONG_TYPE, "The event is " + kind(first) + "; it must be an object.");
      json.skipChildren();
    } else {
      readFields();
    }
    if (json.nextToken() != null) {
      throw new InvalidEventException(NOT_JSON, "There is more text behind the JSON object.");
    }
  }

  private void readFields() throws IOException {
    Set<String> seen = new HashSet<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (!seen.add(field)) {
        note(INVALID_VALUE, "The field " + Check.quote(field) + " stands there twice.");
        json.skipChildren();
        continue;
      }
      switch (field) {
        case "id" -> id = text(field);
        case "dataset" -> dataset = text(field);
        case "uri" -> uri = text(field);
        case "bytes" -> bytes = base64(text(field));
        case "label" -> label = text(field);
        case "groups" -> groups = groups();
        case "mask" -> mask = text(field);
        case "capturedAt" -> capturedAt = time(field, text(field));
        default -> {
          note(
              UNKNOWN_FIELD, "The field " + Check.quote(field) + " is not part of an image event.");
          json.skipChildren();
        }
      }
    }
  }

  private @Nullable String text(String field) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    if (token != JsonToken.VALUE_NULL) {
      note(WRONG_TYPE, field + " is " + kind(token) + "; it must be a string.");
      json.skipChildren();
    }
    return null;
  }

  private Map<String, String> groups() throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Map.of();
    }
    if (token != JsonToken.START_OBJECT) {
      note(WRONG_TYPE, "groups is " + kind(token) + "; it must be an object of strings.");
      json.skipChildren();
      return Map.of();
    }
    Map<String, String> read = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      token = json.nextToken();
      if (token != JsonToken.VALUE_STRING) {
        note(
            WRONG_TYPE,
            "groups." + Check.quote(name) + " is " + kind(token) + "; it must be a string.");
        json.skipChildren();
      } else if (read.putIfAbsent(name, json.getText()) != null) {
        note(INVALID_VALUE, "groups." + Check.quote(name) + " stands there twice.");
      }
    }
    return read;
  }

  private byte @Nullable [] base64(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      if (text.length() % 4 != 0) {
        throw new IllegalArgumentException("Its length is not a multiple of 4");
      }
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      note(INVALID_VALUE, "bytes is not base64 (RFC 4648, padded): " + e.getMessage() + ".");
      return null;
    }
  }

  private @Nullable Instant time(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      if (TIME.matcher(text).matches()) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException e) {
      // Of the right form, but no such day or hour: the same fault as another form.
    }
    note(
        INVALID_VALUE,
        field
            + " is "
            + Check.quote(text)
            + "; it must be a time like 2026-01-31T09:30:00Z (RFC 3339).");
    return null;
  }

  private ImageEvent event() {
    if (fault != null) {
      throw fault;
    }
    // The constructor refuses nulls where a field is required, and says which.
    return new ImageEvent(id, dataset, uri, bytes, label, groups, mask, capturedAt);
  }

  private void note(RejectReason reason, String detail) {
    if (fault == null) {
      fault = new InvalidEventException(reason, detail);
    }
  }

  private InvalidEventException named(InvalidEventException e) {
    return e.about(
        id != null && Check.isText(id, Check.MAX_ID) ? id : null,
        dataset != null && Check.isDataset(dataset) ? dataset : null);
  }

  static InvalidEventException notJson(IOException e) {
    String what = e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
    String where =
        e instanceof JsonProcessingException j && j.getLocation() != null
            ? " (byte " + j.getLocation().getByteOffset() + ")"
            : "";
    return new InvalidEventException(
        NOT_JSON, "The record is not JSON" + where + ": " + Check.oneLine(String.valueOf(what)));
  }

  private static String kind(@Nullable JsonToken token) {
    return token == null
        ? "nothing"
        : switch (token) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "a string";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          case VALUE_NULL -> "null";
          default -> token.name().toLowerCase(Locale.ROOT);
        };
  }
}
