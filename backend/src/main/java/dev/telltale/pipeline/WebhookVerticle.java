package dev.telltale.pipeline;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** Starts and stops a {@link WebhookLoop}. */
public final class WebhookVerticle extends VerticleBase {
  private final String bootstrap;
  private final Webhook webhook;
  private @Nullable WebhookLoop loop;
  private @Nullable Thread thread;

  /**
   * @param bootstrap Kafka
   * @param webhook that is told
   */
  public WebhookVerticle(String bootstrap, Webhook webhook) {
    this.bootstrap = bootstrap;
    this.webhook = webhook;
  }

  @Override
  public Future<?> start() {
    return vertx.executeBlocking(
        () -> {
          loop = new WebhookLoop(bootstrap, webhook);
          thread = new Thread(loop, "telltale-webhook");
          thread.setDaemon(true);
          thread.start();
          return null;
        });
  }

  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(
        () -> {
          if (loop != null && thread != null) {
            loop.close();
            thread.join(3000);
            thread.interrupt();
          }
          return null;
        });
  }
}
