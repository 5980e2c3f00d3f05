package dev.telltale.spuriosity;

import ai.djl.Device;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.model.Classifier;
import dev.telltale.testing.InMemory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A workbench that keeps one model at a time, and counts how often it changes. */
final class OneModelBench implements Workbench, AutoCloseable {
  private final AuditSubject subject;
  private final InMemory artifacts = new InMemory();
  private @Nullable Classifier classifier;
  private int loaded = -1;
  private int changes;

  OneModelBench(AuditSubject subject) {
    this.subject = subject;
  }

  /** How often a model was loaded. */
  int changes() {
    return changes;
  }

  @Override
  public AuditSubject subject() {
    return subject;
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public Classifier classifier(int model) {
    if (model != loaded) {
      close();
      classifier = Classifier.load(subject.models().get(model), Device.cpu());
      loaded = model;
      changes++;
    }
    return classifier;
  }

  @Override
  public <T> T kept(Object key, long bytes, Supplier<T> make) {
    return make.get();
  }

  @Override
  public Artifacts artifacts() {
    return artifacts;
  }

  @Override
  public void breathe() {}

  @Override
  public void close() {
    if (classifier != null) {
      classifier.close();
    }
  }
}
