package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.pipeline.OffsetTracker.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

class OffsetTrackerTest {
  private static final List<TopicPartition> PARTITIONS =
      List.of(partition(0), partition(1), partition(2));

  private final OffsetTracker tracker = new OffsetTracker();

  @Example
  void onlyTheContiguousPrefixIsCommitted() {
    tracker.assigned(PARTITIONS);
    Ticket first = tracker.read(partition(0), 10);
    Ticket second = tracker.read(partition(0), 11);
    Ticket third = tracker.read(partition(0), 12);
    tracker.done(third);
    tracker.done(second);
    assertThat(next()).containsExactly(Map.entry(0, 10L));
    tracker.done(first);
    assertThat(next()).containsExactly(Map.entry(0, 13L));
  }

  @Example
  void whatIsCommittedIsNotCommittedAgain() {
    tracker.assigned(PARTITIONS);
    tracker.done(tracker.read(partition(0), 4));
    tracker.committed(tracker.committable());
    assertThat(tracker.committable()).isEmpty();
    tracker.done(tracker.read(partition(0), 5));
    assertThat(next()).containsExactly(Map.entry(0, 6L));
  }

  @Example
  void aCompletionFromAnEarlierAssignmentDoesNotCount() {
    tracker.assigned(PARTITIONS);
    Ticket stale = tracker.read(partition(0), 7);
    tracker.revoked(PARTITIONS);
    tracker.assigned(PARTITIONS);
    Ticket again = tracker.read(partition(0), 7);
    tracker.done(stale);
    assertThat(next()).containsExactly(Map.entry(0, 7L));
    tracker.done(again);
    assertThat(next()).containsExactly(Map.entry(0, 8L));
  }

  @Example
  void aRecordOfAPartitionThatIsNotOursIsNeverCommitted() {
    tracker.done(tracker.read(partition(0), 3));
    assertThat(tracker.committable()).isEmpty();
    tracker.assigned(Set.of(partition(0)));
    tracker.revoked(Set.of(partition(0)));
    tracker.committed(Map.of(partition(0), new OffsetAndMetadata(9)));
    assertThat(tracker.committable()).isEmpty();
    assertThat(tracker.partitions()).isEmpty();
  }

  /** Beside the tracker, a list of everything read and whether it is done: slow and plain. */
  @Property(tries = 300, seed = "2026")
  void noSequenceOfEventsCommitsPastUnfinishedWork(@ForAll @LongRange(min = 0) long seed) {
    Random random = new Random(seed);
    OffsetTracker subject = new OffsetTracker();
    Map<Integer, List<Read>> assigned = new HashMap<>();
    Map<Integer, Long> committed = new HashMap<>();
    long[] position = {0, 0, 0};
    List<Read> open = new ArrayList<>();
    for (int step = 0; step < 120; step++) {
      int p = random.nextInt(3);
      switch (random.nextInt(8)) {
        case 0 -> {
          subject.assigned(List.of(partition(p)));
          assigned.put(p, new ArrayList<>());
          committed.put(p, 0L);
          position[p] = random.nextInt(50);
        }
        case 1 -> {
          subject.revoked(List.of(partition(p)));
          assigned.remove(p);
        }
        case 2, 3, 4 -> {
          long offset = position[p] + random.nextInt(3); // compaction leaves gaps
          position[p] = offset + 1;
          Read read = new Read(subject.read(partition(p), offset));
          open.add(read);
          if (assigned.containsKey(p)) {
            assigned.get(p).add(read);
          }
        }
        case 5, 6 -> {
          if (!open.isEmpty()) {
            Read read = open.remove(random.nextInt(open.size()));
            subject.done(read.ticket);
            read.done = true;
          }
        }
        default -> {
          Map<TopicPartition, OffsetAndMetadata> ready = subject.committable();
          subject.committed(ready);
          ready.forEach((where, next) -> committed.put(where.partition(), next.offset()));
        }
      }
      assertThat(offsets(subject.committable())).isEqualTo(expected(assigned, committed));
    }
  }

  private static final class Read {
    final Ticket ticket;
    boolean done;

    Read(Ticket ticket) {
      this.ticket = ticket;
    }
  }

  private static Map<Integer, Long> expected(
      Map<Integer, List<Read>> assigned, Map<Integer, Long> committed) {
    Map<Integer, Long> expected = new TreeMap<>();
    assigned.forEach(
        (p, reads) -> {
          long next =
              reads.stream()
                  .filter(read -> !read.done)
                  .mapToLong(read -> read.ticket.offset())
                  .min()
                  .orElse(
                      reads.stream().mapToLong(read -> read.ticket.offset() + 1).max().orElse(0));
          if (next > committed.get(p)) {
            expected.put(p, next);
          }
        });
    return expected;
  }

  private Map<Integer, Long> next() {
    return offsets(tracker.committable());
  }

  private static Map<Integer, Long> offsets(Map<TopicPartition, OffsetAndMetadata> ready) {
    Map<Integer, Long> offsets = new TreeMap<>();
    ready.forEach((partition, next) -> offsets.put(partition.partition(), next.offset()));
    return offsets;
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("telltale.images", number);
  }
}
