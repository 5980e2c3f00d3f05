package dev.telltale.pipeline;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.RejectReason;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads image events and checks what they say against the data sets that are known here.
 *
 * @param dataSets by name
 */
record EventReader(Map<String, KnownDataSet> dataSets) {
  private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

  /**
   * The event of a record.
   *
   * @throws InvalidEventException when it is none, or of a data set or label that is not known
   */
  ImageEvent read(ConsumerRecord<byte[], byte[]> record) {
    ImageEvent event = decoded(record);
    KnownDataSet dataSet = dataSets.get(event.dataset());
    if (dataSet == null) {
      throw invalid(
          event,
          RejectReason.UNKNOWN_DATASET,
          "No data set is named "
              + event.dataset()
              + "; known: "
              + String.join(", ", dataSets.keySet())
              + ".");
    }
    if (event.label() != null
        && !dataSet.classes().isEmpty()
        && !dataSet.classes().contains(event.label())) {
      throw invalid(
          event,
          RejectReason.UNKNOWN_LABEL,
          "The data set "
              + event.dataset()
              + " has no class "
              + event.label()
              + "; it has "
              + String.join(", ", dataSet.classes())
              + ".");
    }
    return event;
  }

  private static ImageEvent decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return EventCodec.readImageEvent(record);
    } catch (InvalidEventException e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault of ours must not hold up the events behind this one.
      LOG.error("{}/{}/{}", record.topic(), record.partition(), record.offset(), e);
      throw new InvalidEventException(RejectReason.INTERNAL_ERROR, e.toString(), null, null);
    }
  }

  private static InvalidEventException invalid(
      ImageEvent event, RejectReason reason, String detail) {
    return new InvalidEventException(reason, detail, event.id(), event.dataset());
  }
}
