package dev.telltale.pipeline;

import dev.telltale.kafka.event.UnitRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Units that a worker has: those that wait, and how many each device has begun. */
final class HeldUnits {
  /** Units held for each device: two, and about a second of work when they are short. */
  static final int FEWEST = 2;

  private static final int MOST = 64;

  private final ArrayDeque<Held> waiting = new ArrayDeque<>();
  private final Map<DeviceThread, Integer> begun = new HashMap<>();
  private double meanSeconds = Double.NaN;

  /**
   * A unit that is here.
   *
   * @param ticket for its offset, which is committed when it is answered
   */
  record Held(UnitRecord unit, OffsetTracker.Ticket ticket) {}

  HeldUnits(List<DeviceThread> devices) {
    devices.forEach(device -> begun.put(device, 0));
  }

  boolean none() {
    return waiting.isEmpty() && begun.values().stream().allMatch(units -> units == 0);
  }

  /** Whether no further ones are wanted now. */
  boolean full() {
    int held = waiting.size() + begun.values().stream().mapToInt(Integer::intValue).sum();
    return held >= perDevice() * begun.size();
  }

  void add(Held unit) {
    waiting.add(unit);
  }

  /** The one that waits longest; null when none does. */
  @Nullable Held next() {
    return waiting.peek();
  }

  /** It waits no longer. */
  void take() {
    waiting.remove();
  }

  /** Those of partitions that went elsewhere, and are not begun, are left to their next owner. */
  void forget(Collection<TopicPartition> partitions) {
    waiting.removeIf(held -> partitions.contains(held.ticket().partition()));
  }

  /** The device that has begun with the fewest, if it may begin with another; else null. */
  @Nullable DeviceThread free() {
    // Short ones are begun ahead, so that the device need not wait until Kafka knows of each.
    int most = Math.max(1, perDevice() / 4);
    return begun.entrySet().stream()
        .filter(device -> device.getValue() < most)
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** A device begins with one. */
  void begin(DeviceThread device) {
    begun.merge(device, 1, Integer::sum);
  }

  /** A device is through with one. */
  void end(DeviceThread device) {
    begun.merge(device, -1, Integer::sum);
  }

  /** One took so long that is done. */
  void took(double seconds) {
    meanSeconds = Double.isNaN(meanSeconds) ? seconds : 0.8 * meanSeconds + 0.2 * seconds;
  }

  private int perDevice() {
    return Double.isNaN(meanSeconds)
        ? FEWEST
        : (int) Math.max(FEWEST, Math.min(MOST, 1 / Math.max(meanSeconds, 1e-3)));
  }
}
