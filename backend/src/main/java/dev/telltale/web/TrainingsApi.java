package dev.telltale.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.telltale.kafka.event.TrainingReport;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.Training;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Instant;
import java.util.List;

/** Trainings: a list, each with its history, and forgetting one. */
final class TrainingsApi {
  private final Member member;

  TrainingsApi(Member member) {
    this.member = member;
  }

  private record Page(List<TrainingSummary> trainings) {}

  /** The {@code Training} of the contract. */
  private record WithHistory(
      @JsonUnwrapped TrainingSummary summary, List<TrainingReport.Epoch> history) {}

  void mount(RouterBuilder routes) {
    routes.getRoute("listTrainings").addHandler(ctx -> Answers.json(ctx, list()));
    routes.getRoute("getTraining").addHandler(ctx -> Answers.json(ctx, one(ctx)));
    routes.getRoute("forgetTraining").addHandler(this::forget);
  }

  private Page list() {
    Instant now = Instant.now();
    return new Page(
        member.trainings().all().stream()
            .map(training -> TrainingSummary.of(training, now))
            .toList());
  }

  private WithHistory one(RoutingContext ctx) {
    Training training = find(ctx);
    return new WithHistory(
        TrainingSummary.of(training, Instant.now()), training.report().history());
  }

  private void forget(RoutingContext ctx) {
    Training training = find(ctx);
    String run = training.report().run();
    if (training.running() && !training.silent(Instant.now())) {
      throw new Problem.Conflict(
          "The training " + run + " runs, and would be back at once; stop it first.");
    }
    ctx.vertx()
        .<Void>executeBlocking(
            () -> {
              member.forgetTraining(run);
              return null;
            },
            false)
        .onSuccess(v -> ctx.response().setStatusCode(204).end())
        .onFailure(ctx::fail);
  }

  private Training find(RoutingContext ctx) {
    String run = Query.of(ctx).pathText("run");
    return member
        .trainings()
        .find(run)
        .orElseThrow(() -> new Problem.NotFound("No training is named \"" + run + "\"."));
  }
}
