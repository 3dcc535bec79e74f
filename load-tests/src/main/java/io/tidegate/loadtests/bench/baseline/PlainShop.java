package io.tidegate.loadtests.bench.baseline;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/**
 * The shop that one writes in an afternoon: an HTTP endpoint that reads an order of one line and
 * writes it in one transaction, by one call of the function that pgbench calls too. It verifies no
 * token, knows no prices, and tells nobody. It ends when its standard input does.
 */
final class PlainShop extends VerticleBase {

  private static final String PLACE = "SELECT bench.place_order(bench.customer($1), $2, $3)";
  private static final int CUSTOMERS = 10_000;
  private static final int START_SECONDS_MAX = 30;

  private final Pool pool;
  private final int port;

  private PlainShop(Pool pool, int port) {
    this.pool = pool;
    this.port = port;
  }

  /**
   * Arguments: the port and the size of the pool; the database is in the environment, as it has a
   * password.
   */
  public static void main(String[] arguments) throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    var database =
        PgConnectOptions.fromUri(System.getenv(PlainProcess.DATABASE))
            .setCachePreparedStatements(true);
    var pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(Integer.parseInt(arguments[1])))
            .connectingTo(database)
            .using(vertx)
            .build();
    var port = Integer.parseInt(arguments[0]);
    var instances = Runtime.getRuntime().availableProcessors();
    vertx
        .deployVerticle(
            () -> new PlainShop(pool, port), new DeploymentOptions().setInstances(instances))
        .await(START_SECONDS_MAX, TimeUnit.SECONDS);
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    vertx.close().await(START_SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public Future<?> start() {
    return vertx.createHttpServer().requestHandler(this::place).listen(port, "127.0.0.1");
  }

  private void place(HttpServerRequest request) {
    request
        .body()
        .compose(body -> store(request, body))
        .onSuccess(answer -> answer(request, 201, answer))
        .onFailure(
            cause ->
                answer(request, 500, new JsonObject().put("detail", cause.toString()).toBuffer()));
  }

  private Future<Buffer> store(HttpServerRequest request, Buffer body) {
    var order = body.toJsonObject();
    var sku = order.getJsonArray("lines").getJsonObject(0).getString("sku");
    var customer = 1 + Math.floorMod(request.getHeader("Authorization").hashCode(), CUSTOMERS);
    return pool.preparedQuery(PLACE)
        .execute(Tuple.of(customer, request.getHeader("Idempotency-Key"), sku))
        .map(
            rows ->
                new JsonObject()
                    .put("orderId", rows.iterator().next().getUUID(0).toString())
                    .put("status", "CONFIRMED")
                    .toBuffer());
  }

  private static void answer(HttpServerRequest request, int status, Buffer body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body)
        .onFailure(_ -> request.connection().close());
  }
}
