package dev.telltale.audit;

import ai.djl.Device;
import dev.telltale.model.Classifier;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the units of a {@link LocalRun} are worked on with. Belongs to its thread. */
final class LocalBench implements Workbench, AutoCloseable {
  private final AuditSubject subject;
  private final Device device;
  private final Artifacts artifacts;
  private final Map<Integer, Classifier> classifiers = new HashMap<>();
  private final Shelf shelf = Shelf.ofHeap();
  private Runnable breath = () -> {};

  LocalBench(AuditSubject subject, Device device, Artifacts artifacts) {
    this.subject = subject;
    this.device = device;
    this.artifacts = artifacts;
  }

  /** For the next unit. */
  LocalBench breathing(Runnable next) {
    breath = next;
    return this;
  }

  @Override
  public AuditSubject subject() {
    return subject;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Classifier classifier(int model) {
    return classifiers.computeIfAbsent(
        model, place -> Classifier.load(subject.models().get(place), device));
  }

  @Override
  public <T> T kept(Object key, long bytes, Supplier<T> make) {
    return shelf.get(key, bytes, make, this::breathe);
  }

  @Override
  public Artifacts artifacts() {
    return artifacts;
  }

  @Override
  public void breathe() {
    breath.run();
  }

  @Override
  public void close() {
    classifiers.values().forEach(Classifier::close);
  }
}
