package dev.telltale.web;

import dev.telltale.pipeline.index.ImageFilter;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.index.ImageSort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request's parameters, which the contract has validated, in the types that the views take. */
record Query(ValidatedRequest request) {
  static Query of(RoutingContext ctx) {
    return new Query(ctx.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST));
  }

  ImageKey key() {
    return new ImageKey(path("key").getString());
  }

  String pathText(String name) {
    return path(name).getString();
  }

  int pathInt(String name) {
    return path(name).getInteger();
  }

  long pathLong(String name) {
    return path(name).getLong();
  }

  ImageFilter filter() {
    return new ImageFilter(
        text("screening"),
        text("label"),
        text("predicted"),
        text("group"),
        flag("right"),
        number("minConfidence"),
        number("maxConfidence"),
        number("minMaskScore"),
        number("maxMaskScore"),
        number("minPercentile"),
        number("maxPercentile"),
        instant("scoredFrom"),
        instant("scoredTo"));
  }

  ImageSort sort() {
    String label = text("sort");
    return label == null ? ImageSort.NEWEST : read(ImageSort::of, label);
  }

  /** Where the page before ended; null for the first page. */
  ImageSort.@Nullable Place after() {
    String cursor = text("cursor");
    return cursor == null ? null : read(ImageSort.Place::of, cursor);
  }

  @Nullable String text(String name) {
    RequestParameter value = query(name);
    return value == null ? null : value.getString();
  }

  @Nullable Boolean flag(String name) {
    RequestParameter value = query(name);
    return value == null ? null : value.getBoolean();
  }

  @Nullable Double number(String name) {
    RequestParameter value = query(name);
    return value == null ? null : Double.valueOf(value.getDouble());
  }

  @Nullable Integer integer(String name) {
    RequestParameter value = query(name);
    return value == null ? null : value.getInteger();
  }

  @Nullable Long whole(String name) {
    RequestParameter value = query(name);
    return value == null ? null : Long.valueOf(value.getLong());
  }

  int integer(String name, int otherwise) {
    Integer value = integer(name);
    return value == null ? otherwise : value;
  }

  @Nullable Instant instant(String name) {
    String value = text(name);
    try {
      return value == null ? null : OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      throw new Problem.BadRequest(
          name + " is " + value + "; an instant is written like 2026-01-31T12:00:00Z.");
    }
  }

  private static <T> T read(Function<String, T> reader, String value) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new Problem.BadRequest(e.getMessage());
    }
  }

  private RequestParameter path(String name) {
    return request.getPathParameters().get(name);
  }

  private @Nullable RequestParameter query(String name) {
    RequestParameter value = request.getQuery().get(name);
    return value == null || value.isNull() || value.isEmpty() ? null : value;
  }
}
