package dev.telltale.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.StageRun;
import java.util.Map;

/**
 * The stage that an audit is at.
 *
 * @param subject what the audit is about
 * @param outcomes of the stages before
 * @param plan its units
 * @param run how far they are
 * @param results of those that are done
 */
record OpenStage(
    AuditSubject subject,
    Map<String, JsonNode> outcomes,
    StagePlan plan,
    StageRun run,
    StageResults.Gathered results) {}
