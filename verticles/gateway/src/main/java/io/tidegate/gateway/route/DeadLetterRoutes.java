package io.tidegate.gateway.route;

import io.tidegate.contracts.ops.OpsApi.DeadLetter;
import io.tidegate.contracts.ops.OpsApi.DeadLetterList;
import io.tidegate.contracts.ops.OpsApi.DeadLetterRetry;
import io.tidegate.contracts.ops.OpsApi.ListDeadLetters;
import io.tidegate.contracts.ops.OpsApi.RetryDeadLetter;
import io.tidegate.gateway.call.Answered;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.tidegate.platform.guard.FaultException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that domains could not apply, all of the shop in one list: domain after domain, each
 * asked for what is left of the page. One that cannot be asked is named and left out, as the others
 * are what an operator has until it is back. Event loop.
 */
public final class DeadLetterRoutes {

  /** Adds them. */
  public void mount(Operations operations) {
    operations
        .on("listDeadLetters", this::listDeadLetters)
        .on("retryDeadLetter", this::retryDeadLetter);
  }

  /** What was found so far, one item more than the page holds where there is more. */
  private record Found(List<JsonObject> items, List<String> unanswered) {}

  private Future<Void> listDeadLetters(Call call) {
    var cursor = call.query("cursor", DeadLetterId::of);
    var after = cursor == null ? DeadLetterId.FIRST : cursor;
    var found = new Found(new ArrayList<>(), new ArrayList<>());
    return gather(call, after.domainsFromHere(), after.number(), found)
        .compose(_ -> call.answer(200, page(found, call.limit())));
  }

  private static Future<Void> gather(Call call, List<String> domains, long after, Found found) {
    var left = call.limit() + 1 - found.items().size();
    if (domains.isEmpty() || left == 0) {
      return Future.succeededFuture();
    }
    var domain = domains.getFirst();
    var question = new ListDeadLetters(after, left);
    return call.ask(domain, question, DeadLetterList.class, call.deadline().half())
        .map(Answered::reply)
        .onSuccess(list -> list.items().forEach(one -> found.items().add(letter(domain, one))))
        .<Void>mapEmpty()
        .recover(
            cause -> {
              if (cause instanceof FaultException) {
                found.unanswered().add(domain);
                return Future.succeededFuture();
              }
              return Future.failedFuture(cause);
            })
        .compose(_ -> gather(call, domains.subList(1, domains.size()), 0, found));
  }

  private static JsonObject page(Found found, int limit) {
    var items = found.items().stream().limit(limit).toList();
    return new JsonObject()
        .put("items", new JsonArray(items))
        .put("next", found.items().size() > limit ? items.getLast().getString("id") : null)
        .put("unanswered", new JsonArray(found.unanswered()));
  }

  private static JsonObject letter(String domain, DeadLetter letter) {
    return new JsonObject()
        .put("id", new DeadLetterId(domain, letter.number()).toString())
        .put("consumer", letter.consumer())
        .put("topic", letter.topic())
        .put("aggregateId", letter.aggregateId())
        .put("version", letter.version())
        .put("type", letter.type())
        .put("reason", letter.reason())
        .put("at", letter.at().toString())
        .put("attempts", letter.attempts())
        .put("behind", letter.behind());
  }

  private Future<Void> retryDeadLetter(Call call) {
    var id = call.path("id", DeadLetterId::of);
    return call.ask(id.domain(), new RetryDeadLetter(id.number()), DeadLetterRetry.class)
        .compose(_ -> call.answer(202));
  }
}
