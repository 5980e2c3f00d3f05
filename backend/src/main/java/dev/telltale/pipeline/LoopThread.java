package dev.telltale.pipeline;

import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of a plain loop, which may wait for Kafka when it should end. */
final class LoopThread {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final long KAFKA_FAULT_MILLIS = 50;
  private static final long OWN_FAULT_MILLIS = 1000;
  private static final long BY_ITSELF_MILLIS = 2000;
  private static final long INTERRUPTED_MILLIS = 1000;

  private LoopThread() {}

  /** Starts a loop. */
  static Thread start(Runnable loop, String name) {
    Thread thread = new Thread(loop, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Turns until asked to stop, whatever goes wrong in a turn; or until another member has the name
   * of this one.
   *
   * @param what the loop does, for the log
   * @param member name of this one
   */
  static void turns(String what, String member, BooleanSupplier stopping, Runnable turn) {
    while (!stopping.getAsBoolean()) {
      try {
        turn.run();
      } catch (FencedInstanceIdException e) {
        LOG.error(
            "another member is named {}: this one is shut out from {}; give it another name",
            member,
            what);
        return;
      } catch (InterruptException e) {
        LOG.debug("ended while it waited for Kafka");
      } catch (KafkaException e) {
        LOG.warn("{}: {}", what, e.toString());
        Utils.sleep(KAFKA_FAULT_MILLIS);
      } catch (RuntimeException e) {
        // A fault of ours: what it strikes stands still, the rest goes on.
        LOG.error("{}", what, e);
        Utils.sleep(OWN_FAULT_MILLIS);
      }
    }
  }

  /** Waits until a loop ends that was asked to, and where Kafka keeps it, interrupts it. */
  static @Nullable Void join(Thread thread) throws InterruptedException {
    thread.join(BY_ITSELF_MILLIS);
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(INTERRUPTED_MILLIS);
    }
    return null;
  }
}
