package dev.telltale.pipeline;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Shelf;
import dev.telltale.audit.UnitStoppedException;
import dev.telltale.audit.Workbench;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.kafka.event.UnitResult;
import dev.telltale.model.Classifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does with a unit: finds what it needs, and has the method work on it. Thread-safe.
 */
final class UnitWork {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_OUTCOMES = 16;

  private final AuditTools tools;

  /** One for all devices: a training goes from one to another. */
  private final Shelf shelf = Shelf.ofHeap();

  private final Map<String, JsonNode> outcomes =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
              return size() > MOST_OUTCOMES;
            }
          });

  UnitWork(AuditTools tools) {
    this.tools = tools;
  }

  /** Lets go what the units of audits that have ended had in common. */
  void tidy() {
    shelf.tidy();
  }

  /**
   * A unit that can be worked on.
   *
   * @param unit the order
   * @param method that works on it
   * @param subject what its audit is about
   * @param outcomes of the stages before
   * @param before result of the unit before, in a chain
   */
  record Prepared(
      UnitRecord unit,
      AuditMethod method,
      AuditSubject subject,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before) {}

  /**
   * Finds what a unit needs; off the device's thread, since it reads files.
   *
   * @throws RuntimeException if something is not there, or something else is
   */
  Prepared prepare(UnitRecord unit) {
    var spec = AuditRecords.spec(unit.spec());
    AuditMethod method = tools.methods().get(spec.method());
    if (method == null) {
      throw new IllegalArgumentException(
          "this worker has no method " + spec.method() + "; is it of another version?");
    }
    Map<String, JsonNode> found = new LinkedHashMap<>();
    unit.outcomes().forEach((stage, address) -> found.put(stage, outcome(address)));
    return new Prepared(
        unit, method, tools.subjects().apply(spec), found, value(tools.artifacts(), unit.before()));
  }

  /**
   * Works on a unit; on the device's thread.
   *
   * @param stopped whether it is no longer wanted; asked whenever it breathes
   * @throws UnitStoppedException if so
   */
  UnitResult work(Prepared prepared, DeviceThread device, BooleanSupplier stopped) {
    Bench bench = new Bench(prepared.subject(), device, stopped);
    bench.breathe();
    JsonNode value =
        prepared
            .method()
            .work(
                prepared.unit().stage(),
                prepared.unit().about(),
                prepared.outcomes(),
                prepared.before(),
                bench);
    return result(bench.artifacts(), value);
  }

  /** A value as records carry it: large ones are kept elsewhere. */
  static UnitResult result(Artifacts artifacts, JsonNode value) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(value);
      return bytes.length <= UnitResult.MAX_INLINE_BYTES
          ? new UnitResult(value, null)
          : new UnitResult(null, artifacts.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("a result cannot be kept: " + e.getMessage(), e);
    }
  }

  /** What a record carries, wherever it is kept. */
  static @Nullable JsonNode value(Artifacts artifacts, @Nullable UnitResult result) {
    if (result == null) {
      return null;
    }
    return result.artifact() == null ? result.value() : json(artifacts, result.artifact());
  }

  /** JSON that is kept in the artifact store. */
  static JsonNode json(Artifacts artifacts, String address) {
    try {
      return JSON.readTree(artifacts.read(address));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the artifact " + address + " is no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the artifact " + address + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The outcome of a stage is asked for by each of the units that follow it. */
  private JsonNode outcome(String address) {
    JsonNode known = outcomes.get(address);
    if (known == null) {
      known = json(tools.artifacts(), address);
      outcomes.put(address, known);
    }
    return known;
  }

  private final class Bench implements Workbench {
    private final AuditSubject subject;
    private final DeviceThread thread;
    private final BooleanSupplier stopped;

    Bench(AuditSubject subject, DeviceThread thread, BooleanSupplier stopped) {
      this.subject = subject;
      this.thread = thread;
      this.stopped = stopped;
    }

    @Override
    public AuditSubject subject() {
      return subject;
    }

    @Override
    public Device device() {
      return thread.device();
    }

    @Override
    public Classifier classifier(int model) {
      return thread.classifier(subject, model);
    }

    @Override
    public <T> T kept(Object key, long bytes, Supplier<T> make) {
      return shelf.get(key, bytes, make, this::breathe);
    }

    @Override
    public Artifacts artifacts() {
      return tools.artifacts(this::breathe);
    }

    @Override
    public void breathe() {
      thread.breathe();
      if (stopped.getAsBoolean()) {
        throw new UnitStoppedException();
      }
    }
  }
}
