package dev.telltale.pipeline.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file, its statements without JDBC's ceremony; what fails becomes an {@link
 * IndexException}. Those used lately are kept prepared, so what reads a row must not run the
 * statement again that the row is from. Not thread-safe.
 */
final class Sqlite implements AutoCloseable {
  private static final int STATEMENTS_KEPT = 50;

  private final Path path;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

  private Sqlite(Path path, Connection connection) {
    this.path = path;
    this.connection = connection;
  }

  /** Opens a file, or makes it; its directory is made when missing. */
  static Sqlite open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
      Sqlite opened = new Sqlite(file, connection);
      try {
        opened.execute("PRAGMA journal_mode = WAL");
        // A lost tail after a power cut is read again from Kafka: positions are lost with it.
        opened.execute("PRAGMA synchronous = NORMAL");
        opened.execute("PRAGMA cache_size = -16000");
        return opened;
      } catch (RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException | IOException e) {
      throw new IndexException(file + ": cannot be used as image index: " + e.getMessage(), e);
    }
  }

  /** Removes a file that nobody has open, with what SQLite keeps beside it. */
  static void delete(Path file) {
    try {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
    } catch (IOException e) {
      throw new IndexException(file + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  /** Reads one row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row. */
  interface Visitor {
    void visit(ResultSet row) throws SQLException;
  }

  /** Runs a statement without parameters. */
  void execute(String sql) {
    guarded(
        () -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** Runs a statement that changes rows. */
  void update(String sql, @Nullable Object... values) {
    guarded(() -> prepared(sql, values).executeUpdate());
  }

  /** Every row of a query, in order, while the query runs: none is kept. */
  void forEach(String sql, Visitor visitor, @Nullable Object... values) {
    guarded(
        () -> {
          try (ResultSet rows = prepared(sql, values).executeQuery()) {
            while (rows.next()) {
              visitor.visit(rows);
            }
            return null;
          }
        });
  }

  /** Every row of a query, in order. */
  <T> List<T> all(String sql, Reader<T> reader, @Nullable Object... values) {
    List<T> found = new ArrayList<>();
    forEach(sql, row -> found.add(reader.read(row)), values);
    return found;
  }

  /** The first row of a query, if it has one. */
  <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... values) {
    return all(sql, reader, values).stream().findFirst();
  }

  /** Runs what changes rows in several steps: all of it is kept, or nothing. */
  <T> T inTransaction(Supplier<T> steps) {
    return guarded(
        () -> {
          connection.setAutoCommit(false);
          try {
            T result = steps.get();
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  @Override
  public void close() {
    guarded(
        () -> {
          connection.close();
          return null;
        });
  }

  private void rollBack(Exception why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
      forgetTheEldest();
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private void forgetTheEldest() throws SQLException {
    if (statements.size() > STATEMENTS_KEPT) {
      Iterator<PreparedStatement> eldestFirst = statements.values().iterator();
      PreparedStatement eldest = eldestFirst.next();
      eldestFirst.remove();
      eldest.close();
    }
  }

  private interface Call<T> {
    T run() throws SQLException;
  }

  private <T> T guarded(Call<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      throw new IndexException(
          path + ": " + e.getMessage() + "; is the disk full? Deleting this file rebuilds it.", e);
    }
  }
}
