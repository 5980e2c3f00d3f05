package dev.telltale.pipeline;

import dev.telltale.pipeline.messages.DeviceJob;
import dev.telltale.pipeline.messages.DeviceResult;
import dev.telltale.pipeline.messages.MetricsUpdate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Codecs of the messages that stay inside a process: they are handed over as they are, which is
 * safe because they never change. What crosses the network is JSON.
 */
final class Codecs {
  private Codecs() {}

  /** Registers every message; once per Vert.x. */
  static void register(EventBus bus) {
    bus.registerDefaultCodec(DeviceJob.class, new Local<>("device-job"));
    bus.registerDefaultCodec(DeviceResult.class, new Local<>("device-result"));
    bus.registerDefaultCodec(MetricsUpdate.class, new Local<>("metrics-update"));
  }

  private record Local<T>(String name) implements MessageCodec<T, T> {
    @Override
    public void encodeToWire(Buffer buffer, T message) {
      throw new UnsupportedOperationException(name + " never leaves its process");
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
      throw new UnsupportedOperationException(name + " never leaves its process");
    }

    @Override
    public T transform(T message) {
      return message;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
