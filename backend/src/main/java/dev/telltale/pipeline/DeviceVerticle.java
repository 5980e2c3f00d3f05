package dev.telltale.pipeline;

import dev.telltale.model.Classifier;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.messages.AttentionRequest;
import dev.telltale.pipeline.messages.DeviceJob;
import dev.telltale.screening.Screener;
import dev.telltale.spuriosity.SpuriosityReference;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Live images on one device: owns the model that screens, and answers jobs in turn. A second thread
 * reads the next job's pictures while one computes. Ready when the model is loaded and warm.
 */
final class DeviceVerticle extends VerticleBase {
  private static final int LONGEST_JOB_MINUTES = 10;

  private final String member;
  private final DeviceThread thread;
  private final ModelBundle bundle;
  private final @Nullable SpuriosityReference reference;
  private final Pictures pictures;
  private final ImageIndex index;
  private @Nullable Classifier classifier;
  private @Nullable WorkerExecutor reader;

  DeviceVerticle(
      String member,
      DeviceThread thread,
      ModelBundle bundle,
      @Nullable SpuriosityReference reference,
      Pictures pictures,
      ImageIndex index) {
    this.member = member;
    this.thread = thread;
    this.bundle = bundle;
    this.reference = reference;
    this.pictures = pictures;
    this.index = index;
  }

  @Override
  public Future<?> start() {
    WorkerExecutor eyes =
        vertx.createSharedWorkerExecutor(
            "reader-" + thread.name(), 1, LONGEST_JOB_MINUTES, TimeUnit.MINUTES);
    reader = eyes;
    return thread.live(this::load).compose(work -> serve(work, eyes));
  }

  private Future<?> serve(DeviceWork work, WorkerExecutor eyes) {
    JobReader reading = new JobReader(bundle, pictures, index);
    vertx
        .eventBus()
        .<DeviceJob>localConsumer(
            Addresses.device(thread.name()),
            message ->
                eyes.executeBlocking(() -> reading.read(message.body()))
                    .compose(read -> thread.live(() -> work.run(read)))
                    .onSuccess(message::reply)
                    .onFailure(e -> message.fail(1, e.toString())));
    return vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.attention(bundle.hash()),
            message -> {
              AttentionRequest asked = AttentionRequest.of(message.body());
              thread
                  .live(() -> work.attention(asked.score(), asked.target()))
                  .onSuccess(map -> message.reply(AttentionRequest.answer(map)))
                  .onFailure(e -> message.fail(AttentionRequest.REFUSED, e.getMessage()));
            })
        .completion();
  }

  @Override
  public Future<?> stop() {
    return thread
        .live(
            () -> {
              if (classifier != null) {
                classifier.close();
              }
              return null;
            })
        .eventually(thread::close)
        .eventually(() -> reader == null ? Future.succeededFuture() : reader.close());
  }

  private DeviceWork load() {
    Classifier loaded = Classifier.load(bundle, thread.device());
    classifier = loaded;
    Screener screener = new Screener(loaded, bundle.spec(), reference);
    screener.warmUp();
    return new DeviceWork(
        member,
        thread.name(),
        bundle,
        screener,
        reference == null ? null : reference.id(),
        pictures,
        Clock.systemUTC());
  }
}
