package dev.telltale.stats;

import ai.djl.pytorch.engine.PtNDArray;
import dev.telltale.screening.Observation;
import io.vertx.core.Vertx;
import org.apache.kafka.common.TopicPartition;

/** Breaks every rule of the house, so that the rules are seen to notice. */
public final class WrongNeighbour {
  Observation fromAnUpperFloor;
  PtNDArray fromTheEngine;
  Vertx fromTheEventLoop;
  TopicPartition fromKafka;
}
