package dev.telltale.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.Checks;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The data sets of this member: what is in them, and the check of all their files. */
final class DataSetsApi implements AutoCloseable {
  private final Map<String, DeclaredDataSet> dataSets = new TreeMap<>();
  private final Checks checks;

  DataSetsApi(Member member) {
    MemberOptions options = member.options();
    for (KnownDataSet known : options.dataSets().values()) {
      if (known.opened() != null) {
        DataSet opened = known.opened();
        dataSets.put(
            known.name(),
            new DeclaredDataSet(opened, reader(opened, options.roots(), options.maxPixels())));
      }
    }
    checks =
        new Checks(
            options.state().resolve("checks"),
            opened -> reader(opened, options.roots(), options.maxPixels()),
            // One core is left to screening.
            Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
  }

  private static PictureReader reader(DataSet dataSet, AllowedRoots roots, long maxPixels) {
    return new PictureReader(dataSet.root(), roots, maxPixels);
  }

  private record Listed(
      String name,
      String layout,
      int pictures,
      @Nullable String label,
      List<String> classes,
      List<String> groups,
      CheckState check) {}

  private record Page(List<Listed> dataSets) {}

  /** The {@code DataCheckState} of the contract. */
  private record CheckState(
      String state, int done, int total, @Nullable String error, @Nullable Instant checkedAt) {
    static CheckState of(Checks.State state) {
      return new CheckState(
          state.phase().name().toLowerCase(Locale.ROOT),
          state.done(),
          state.total(),
          state.error(),
          state.checkedAt());
    }
  }

  /** The {@code DataCheck} of the contract: the state, with the report that is kept. */
  private record WithReport(
      String state,
      int done,
      int total,
      @Nullable String error,
      @Nullable Instant checkedAt,
      @JsonRawValue @Nullable String report) {
    static WithReport of(CheckState state, @Nullable String report) {
      return new WithReport(
          state.state, state.done, state.total, state.error, state.checkedAt, report);
    }
  }

  void mount(RouterBuilder routes) {
    routes.getRoute("listDataSets").addHandler(ctx -> Answers.json(ctx, this::list));
    routes
        .getRoute("getDataSetOverview")
        .addHandler(ctx -> answer(ctx, dataSet -> () -> dataSet.overview()));
    routes
        .getRoute("getDataCheck")
        .addHandler(ctx -> answer(ctx, dataSet -> () -> check(dataSet.dataSet())));
    routes.getRoute("startDataCheck").addHandler(ctx -> change(ctx, checks::start));
    routes.getRoute("cancelDataCheck").addHandler(ctx -> change(ctx, checks::cancel));
    new DataSetPicturesApi(this::find, checks).mount(routes);
  }

  /** Ends a check that is running. */
  @Override
  public void close() {
    checks.close();
  }

  private interface Asked {
    Callable<Object> of(DeclaredDataSet dataSet);
  }

  private interface Change {
    void on(DataSet dataSet);
  }

  private void answer(RoutingContext ctx, Asked asked) {
    Answers.json(ctx, asked.of(find(ctx)));
  }

  private void change(RoutingContext ctx, Change change) {
    DataSet dataSet = find(ctx).dataSet();
    ctx.response().setStatusCode(202);
    Answers.json(
        ctx,
        () -> {
          try {
            change.on(dataSet);
          } catch (Checks.Busy e) {
            throw new Problem.Conflict(e.getMessage());
          }
          return CheckState.of(checks.state(dataSet));
        });
  }

  private DeclaredDataSet find(RoutingContext ctx) {
    String name = Query.of(ctx).pathText("name");
    DeclaredDataSet found = dataSets.get(name);
    if (found == null) {
      throw new Problem.NotFound("No data set is named \"" + name + "\" on this member.");
    }
    return found;
  }

  private Page list() {
    return new Page(
        dataSets.values().stream().map(DeclaredDataSet::dataSet).map(this::listed).toList());
  }

  private Listed listed(DataSet dataSet) {
    return new Listed(
        dataSet.name(),
        dataSet.layout(),
        dataSet.samples().size(),
        dataSet.samples().label().map(Column::name).orElse(null),
        dataSet.classes(),
        dataSet.samples().groups().stream().map(Column::name).toList(),
        CheckState.of(checks.state(dataSet)));
  }

  /** While a check runs it is asked for often: the report of the one before is then left out. */
  private WithReport check(DataSet dataSet) {
    Checks.State state = checks.state(dataSet);
    boolean running = state.phase() == Checks.Phase.RUNNING;
    return WithReport.of(CheckState.of(state), running ? null : checks.report(dataSet));
  }
}
