package dev.telltale.pipeline;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which offsets may be committed: of each assigned partition the contiguous prefix that is done.
 *
 * <p>Work on a record can outlive the assignment of its partition. Each assignment therefore has an
 * epoch of its own, and a completion that carries another one is ignored: the partition's next
 * owner reads that record again. Not thread-safe: belongs to one event loop.
 */
final class OffsetTracker {
  private final Map<TopicPartition, Assignment> assignments = new HashMap<>();
  private long epochs;

  /**
   * A record being worked on.
   *
   * @param partition where it stands
   * @param offset where it stands
   * @param epoch the assignment it was read under
   */
  record Ticket(TopicPartition partition, long offset, long epoch) {}

  /** Partitions were assigned: nothing of them is done yet. */
  void assigned(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      assignments.put(partition, new Assignment(++epochs));
    }
  }

  /** Partitions were taken away: completions of their records no longer count. */
  void revoked(Collection<TopicPartition> partitions) {
    partitions.forEach(assignments::remove);
  }

  /** The partitions assigned now. */
  Collection<TopicPartition> partitions() {
    return assignments.keySet();
  }

  /**
   * A record was read.
   *
   * @return its ticket; for a partition that is not assigned, one whose completion is ignored
   */
  Ticket read(TopicPartition partition, long offset) {
    Assignment assignment = assignments.get(partition);
    if (assignment == null) {
      return new Ticket(partition, offset, -1);
    }
    assignment.open.add(offset);
    assignment.read = Math.max(assignment.read, offset + 1);
    return new Ticket(partition, offset, assignment.epoch);
  }

  /** All work on a record is done and written. */
  void done(Ticket ticket) {
    Assignment assignment = assignments.get(ticket.partition());
    if (assignment != null && assignment.epoch == ticket.epoch()) {
      assignment.open.remove(ticket.offset());
    }
  }

  /** What may be committed and is not yet: partition to next offset. */
  Map<TopicPartition, OffsetAndMetadata> committable() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    assignments.forEach(
        (partition, assignment) -> {
          long next = assignment.next();
          if (next > assignment.committed) {
            offsets.put(partition, new OffsetAndMetadata(next));
          }
        });
    return offsets;
  }

  /** A commit succeeded. */
  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, next) -> {
          Assignment assignment = assignments.get(partition);
          if (assignment != null) {
            assignment.committed = Math.max(assignment.committed, next.offset());
          }
        });
  }

  private static final class Assignment {
    private final long epoch;
    private final TreeSet<Long> open = new TreeSet<>();
    private long read;
    private long committed;

    Assignment(long epoch) {
      this.epoch = epoch;
    }

    long next() {
      return open.isEmpty() ? read : open.first();
    }
  }
}
