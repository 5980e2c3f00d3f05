package dev.telltale.pipeline;

import dev.telltale.model.ModelBundle;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What intake needs to know.
 *
 * @param member this member's name
 * @param bootstrap Kafka
 * @param intake how images are taken in
 * @param bundle the model
 * @param slots names of the devices of this member
 * @param dataSets known ones, by name
 * @param report where intake leaves its latest {@code WorkerReport} for {@link MemberVerticle}
 */
record WorkerContext(
    String member,
    String bootstrap,
    IntakeOptions intake,
    ModelBundle bundle,
    List<String> slots,
    Map<String, KnownDataSet> dataSets,
    AtomicReference<@Nullable JsonObject> report) {}
