package io.tidegate.simulation.store;

import io.tidegate.simulation.Mutant;
import io.tidegate.simulation.world.World;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the statements of the three domains do, in Java. A statement is known by words of its text;
 * one that has no model fails, and what the models do is compared with PostgreSQL.
 */
public final class Database {

  private final OrderModel order;
  private final InventoryModel inventory;
  private final DeliveryModel delivery;
  private final Map<String, Known> known = new HashMap<>();

  Database(World world, Set<Mutant> mutants) {
    order = new OrderModel(world, mutants);
    inventory = new InventoryModel(world, mutants);
    delivery = new DeliveryModel(world, mutants);
  }

  /** What a statement does with its parameters. */
  @FunctionalInterface
  interface Statement {
    Answer run(Transaction transaction, Tuple parameters);
  }

  /** A statement under a name, and the words that it is known by. */
  record Model(String name, List<String> words, Statement statement) {}

  private record Known(String name, Statement statement) {}

  public OrderModel order() {
    return order;
  }

  public InventoryModel inventory() {
    return inventory;
  }

  public DeliveryModel delivery() {
    return delivery;
  }

  public List<SchemaModel> schemas() {
    return List.of(order, inventory, delivery);
  }

  Answer execute(Transaction transaction, String sql, Tuple parameters) {
    return known(sql).statement().run(transaction, parameters);
  }

  /** What a statement is called in a trace. */
  public String name(String sql) {
    return known(sql).name();
  }

  private Known known(String sql) {
    return known.computeIfAbsent(sql, this::find);
  }

  private Known find(String sql) {
    var text = sql.replace("\"", "").replaceAll("\\s+", " ");
    if (text.equals("SELECT 1")) {
      return new Known("ask", (_, _) -> Answer.of("?column?").row(1));
    }
    if (text.contains("pg_try_advisory_xact_lock")) {
      return new Known("advisory lock", order::advisoryLock);
    }
    for (var schema : schemas()) {
      if (text.contains(schema.name() + '.')) {
        for (var model : schema.models()) {
          if (model.words().stream().allMatch(text::contains)) {
            return new Known(schema.name() + ' ' + model.name(), model.statement());
          }
        }
      }
    }
    throw new IllegalStateException("there is no model of this statement: " + sql);
  }
}
