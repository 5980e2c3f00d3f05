package dev.telltale.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of an answer as a stream for a worker thread: a write waits until the client has taken
 * it, so that a slow client costs no memory however long the answer is.
 */
final class ResponseStream extends OutputStream {
  private static final int CHUNK = 64 * 1024;

  /** A client that takes nothing for so long is gone. */
  private static final long PATIENCE_SECONDS = 120;

  private final HttpServerResponse response;
  private final byte[] buffer = new byte[CHUNK];
  private int filled;

  ResponseStream(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public void write(int value) throws IOException {
    if (filled == CHUNK) {
      flush();
    }
    buffer[filled++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int left = length;
    while (left > 0) {
      if (filled == CHUNK) {
        flush();
      }
      int part = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, from + length - left, buffer, filled, part);
      filled += part;
      left -= part;
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled == 0) {
      return;
    }
    Buffer chunk = Buffer.buffer(filled).appendBytes(buffer, 0, filled);
    filled = 0;
    try {
      response
          .write(chunk)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the client went away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a client was written to");
    }
  }
}
