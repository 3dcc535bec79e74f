package io.tidegate.simulation.store;

import io.tidegate.simulation.Mutant;
import io.tidegate.simulation.store.Database.Model;
import io.tidegate.simulation.world.World;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The statements of {@code delivery.store}. */
public final class DeliveryModel extends SchemaModel {

  private final Table<String, String> deliveries = new Table<>("delivery.delivery_of_order");

  DeliveryModel(World world, Set<Mutant> mutants) {
    super("delivery", true, world, mutants);
  }

  public Map<String, String> deliveries() {
    return deliveries.rows;
  }

  @Override
  List<Model> ownModels() {
    return List.of(
        model("claim", this::claim, "INSERT INTO delivery.delivery_of_order"),
        model("lock by order", this::lockByOrder, "claim.order_id = $1", "FOR UPDATE OF head"),
        model("lock scheduled", this::lockScheduled, "status = 'SCHEDULED'", "SKIP LOCKED"));
  }

  private Answer claim(Transaction t, Tuple p) {
    var answer = Answer.of("order_id");
    var orders = texts(p, 0);
    for (var place = 0; place < orders.length; place++) {
      if (t.insertIfAbsent(deliveries, orders[place], text(p, 1, place))) {
        answer.row(UUID.fromString(orders[place]));
      }
    }
    return answer;
  }

  private Answer lockByOrder(Transaction t, Tuple p) {
    var id = t.read(deliveries, p.getValue(0).toString());
    var answer = Answer.of("aggregate_id", "version", "state");
    return id == null || t.read(heads, id) == null ? answer : row(answer, t.lock(heads, id));
  }

  private Answer lockScheduled(Transaction t, Tuple p) {
    var answer = Answer.of("aggregate_id", "version", "state");
    var scheduled =
        t.all(heads).values().stream()
            .filter(head -> head.status().equals("SCHEDULED"))
            .sorted(Comparator.comparing(Head::id))
            .toList();
    for (var head : scheduled) {
      if (answer.count() < p.getInteger(0) && t.tryLock(heads, head.id())) {
        row(answer, head);
      }
    }
    return answer;
  }

  private Answer row(Answer answer, Head head) {
    return answer.row(id(head.id()), head.version(), head.state());
  }
}
