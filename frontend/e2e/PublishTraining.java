import dev.telltale.pipeline.TrainingReporter;
import dev.telltale.train.TrainingProgress;
import dev.telltale.train.TrainingProgress.Current;
import dev.telltale.train.TrainingProgress.Epoch;
import dev.telltale.train.TrainingProgress.Kind;
import dev.telltale.train.TrainingProgress.State;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells a broker of a made-up training through the writer that trainings use: in its third epoch of
 * five, and, when a line comes in, at its end. Run from its source, with the distribution's library:
 *
 * <p>java -cp 'backend/target/dist/lib/*' frontend/e2e/PublishTraining.java HOST:PORT RUN
 */
final class PublishTraining {
  public static void main(String[] arguments) throws Exception {
    long started = System.currentTimeMillis();
    try (TrainingReporter reporter = new TrainingReporter(arguments[0])) {
      reporter.progressed(progress(arguments[1], started, 2, State.RUNNING));
      System.in.read();
      reporter.progressed(progress(arguments[1], started, 5, State.FINISHED));
    }
  }

  private static TrainingProgress progress(String run, long started, int finished, State state) {
    boolean runs = state == State.RUNNING;
    List<Epoch> history =
        IntStream.rangeClosed(1, finished)
            .mapToObj(i -> new Epoch(i, 0.8 / i, 1 - 0.5 / i, 0.9 / i, 1 - 0.6 / i, 1e-3, 12.5))
            .toList();
    return new TrainingProgress(
        run,
        Kind.CLASSIFIER,
        state,
        "birds",
        3000,
        5,
        started,
        System.currentTimeMillis(),
        history,
        runs ? new Current(finished + 1, 40, 94, 0.31, 0.86, 240) : null,
        runs ? 32.5 : null,
        runs ? null : "/models/" + run,
        null,
        false);
  }
}
