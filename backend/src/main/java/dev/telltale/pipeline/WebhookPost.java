package dev.telltale.pipeline;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends one notice, once. Blocks, for ten seconds at most. */
final class WebhookPost {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Webhook webhook;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  WebhookPost(Webhook webhook) {
    this.webhook = webhook;
  }

  /**
   * Sends it.
   *
   * @return why the receiver does not have it, on one line; null when it has
   */
  @Nullable String send(WebhookNotice notice) throws InterruptedException {
    long seconds = Instant.now().getEpochSecond();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("webhook-id", notice.id())
            .header("webhook-timestamp", String.valueOf(seconds))
            .POST(BodyPublishers.ofString(notice.body()));
    String signature = webhook.signature(notice.id(), seconds, notice.body());
    if (signature != null) {
      request.header("webhook-signature", signature);
    }
    try {
      HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
      int status = answer.statusCode();
      return status >= 200 && status < 300 ? null : "it answers " + status;
    } catch (IOException e) {
      return AuditRecords.line(e.toString());
    }
  }
}
