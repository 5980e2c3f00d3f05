package dev.telltale.pipeline;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.model.ModelBundle;
import dev.telltale.spuriosity.SpuriosityReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a member needs to know.
 *
 * @param id its name, the same after a restart
 * @param roles what it does
 * @param bootstrap Kafka
 * @param cluster how it finds the others
 * @param state directory of its own: image index, artifacts
 * @param bundle the model that screens
 * @param reference what spuriosity is compared with, of the same model; null for none
 * @param dataSets known ones, by name
 * @param roots directories that events may name files in
 * @param intake how images are taken in
 * @param maxPixels most pixels (height × width) that a picture may have
 * @param cpuSlots networks side by side on the CPU when there is no GPU
 * @param tools what it audits with
 */
public record MemberOptions(
    String id,
    Set<Role> roles,
    String bootstrap,
    ClusterOptions cluster,
    Path state,
    ModelBundle bundle,
    @Nullable SpuriosityReference reference,
    Map<String, KnownDataSet> dataSets,
    AllowedRoots roots,
    IntakeOptions intake,
    long maxPixels,
    int cpuSlots,
    AuditTools tools) {}
