package dev.telltale.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The processes of a test class: none outlives it, and a failure shows what those said that ran
 * since the failed test began or before.
 */
final class Processes
    implements AfterAllCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private final List<TelltaleProcess> started = new ArrayList<>();

  Processes() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-processes"));
  }

  /** Starts {@code ./telltale} with these arguments. */
  TelltaleProcess start(Object... arguments) {
    return start(Map.of(), List.of(arguments).stream().map(String::valueOf).toList());
  }

  TelltaleProcess start(Map<String, String> environment, List<String> arguments) {
    return start(environment, "", List.of(), arguments);
  }

  TelltaleProcess start(
      Map<String, String> environment, String beside, List<String> within, List<String> arguments) {
    TelltaleProcess process = TelltaleProcess.start(environment, beside, within, arguments);
    synchronized (started) {
      started.add(process);
    }
    return process;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
    throw told(failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) {
    throw told(failure);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private AssertionError told(Throwable failure) {
    synchronized (started) {
      return new AssertionError(
          failure.getMessage()
              + "\n\n"
              + started.stream().map(TelltaleProcess::story).collect(Collectors.joining("\n")),
          failure);
    }
  }

  private void close() {
    synchronized (started) {
      started.forEach(TelltaleProcess::close);
    }
  }
}
