package io.tidegate.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.tidegate.platform.run.RoleDeployment;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What every domain's verticle keeps, whatever its domain: a test class extends this and says who
 * it is. Each test has a node of its own; all share one database, so commands must be new ones
 * whenever they are asked for.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class VerticleContract {

  private static final int IN_FLIGHT_MAX = 4;

  /** A command and who gives it; it is answered by something other than a refusal. */
  public record Command(KeyedCommand command, Caller caller) {}

  /** A question, and who may ask it; it is answered, with whatever. */
  public record Question(Request request, Caller caller) {}

  private TestDatabase database;
  private TestNode node;
  private RoleDeployment deployment;

  /** The domain on this platform. */
  protected abstract DomainModule module(Platform platform);

  /** The domain's role, which is its schema's name too. */
  protected abstract String role();

  /** The SQL type of its aggregate ids. */
  protected abstract String aggregateIdType();

  /** A harmless question. */
  protected abstract Question question();

  /** A command that was not given before, with that key. */
  protected abstract Command command(RequestKey key);

  /** A request that another domain answers. */
  protected abstract Request foreignRequest();

  /** A table that the command cannot do without, so that locking or losing it stops the command. */
  protected String tableOfCommand() {
    return "idempotency";
  }

  /** What the domain needs to be set before the node starts, such as the name of a file. */
  protected void plan(TestNode.Plan plan) {}

  /** What the commands need to be there, such as a member or another domain's side. */
  protected void given(TestNode started) {}

  protected final TestDatabase database() {
    return database;
  }

  @BeforeAll
  void createDatabase() {
    database = TestDatabase.of(role(), aggregateIdType());
  }

  @AfterAll
  void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void start() {
    var plan = TestNode.on(database).set(role(), "inFlightMax", IN_FLIGHT_MAX);
    plan(plan);
    node = plan.start();
    deployment = node.deploy(module(node.platform()));
    given(node);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void answersAQuestion() {
    var question = question();
    Await.result(node.ask(role(), question.request(), question.caller()));
  }

  @Test
  void refusesARequestOfAnotherDomain() {
    assertEquals(Fault.BUG, fault(node.ask(role(), foreignRequest(), question().caller())));
  }

  @Test
  void refusesARequestThatNobodyVouchesFor() {
    assertEquals(Fault.UNAUTHENTICATED, fault(raw(question().request(), null, 5_000)));
  }

  @Test
  void refusesATokenOfAnotherIssuer() {
    var forger = new InternalTokens(node.vertx(), UUID.randomUUID().toString());
    var forged = forger.mint(question().caller());

    assertEquals(Fault.UNAUTHENTICATED, fault(raw(question().request(), forged, 5_000)));
  }

  @Test
  void doesNothingAfterTheDeadline() {
    var late = command(key());
    var before = events();

    var token = node.platform().tokens().mint(late.caller());
    assertEquals(Fault.EXPIRED, fault(raw(late.command(), token, 0)));

    assertEquals(before, events());
    assertFalse(given(late).replayed(), "it had an effect all the same");
  }

  @Test
  void answersTheSameWhenAskedTwice() {
    var command = command(key());

    var first = given(command);
    var eventsAfterFirst = events();
    var second = given(command);

    assertFalse(first.replayed(), "the first answer says that it is a repetition");
    assertTrue(second.replayed(), "the second answer does not say that it is a repetition");
    assertEquals(first.reply(), second.reply());
    assertEquals(eventsAfterFirst, events());
  }

  @Test
  void refusesWhatIsBeyondItsLimit() throws Exception {
    var accepted = new ArrayList<Future<Answer>>();
    try (var lock = database.connect()) {
      lock(lock);
      for (var i = 0; i < IN_FLIGHT_MAX; i++) {
        accepted.add(give(command(key())));
      }
      Await.until("the inbox is full", () -> deployment.inbox().inFlight() == IN_FLIGHT_MAX);

      assertEquals(Fault.BUSY, fault(give(command(key()))));
      lock.rollback();
    }
    accepted.forEach(VerticleContract::isAnswered);
  }

  @Test
  void answersABugAsAFault() {
    var table = "\"%s\".%s".formatted(role(), tableOfCommand());
    var command = command(key());
    database.execute("ALTER TABLE %s RENAME TO mislaid".formatted(table));
    try {
      assertEquals(Fault.BUG, fault(give(command)));
    } finally {
      database.execute(
          "ALTER TABLE \"%s\".mislaid RENAME TO %s".formatted(role(), tableOfCommand()));
    }
  }

  @Test
  void losesNothingThatItHadAcceptedWhenItStops() throws Exception {
    var command = command(key());
    Future<Answer> accepted;
    Future<Void> drained;
    try (var lock = database.connect()) {
      lock(lock);
      accepted = give(command);
      Await.until("the command is accepted", () -> deployment.inbox().inFlight() == 1);

      drained = node.drain(deployment);
      var question = question();
      // There is no other node to hand over to, so nobody is left to ask.
      assertEquals(
          Fault.UNREACHABLE, fault(node.ask(role(), question.request(), question.caller())));
      assertFalse(drained.isComplete(), "it went before it had answered");
      lock.rollback();
    }
    isAnswered(accepted);
    Await.result(drained);
  }

  private static RequestKey key() {
    return new RequestKey(UUID.randomUUID().toString(), "fingerprint");
  }

  private Future<Answer> give(Command command) {
    return node.ask(role(), command.command(), command.caller());
  }

  private Answer given(Command command) {
    return isAnswered(give(command));
  }

  private static Answer isAnswered(Future<Answer> given) {
    var answer = Await.result(given);
    Predicate<Reply> refusal = Refusal.class::isInstance;
    assertFalse(refusal.test(answer.reply()), () -> "refused: " + answer.reply());
    return answer;
  }

  /** As somebody would who has reached the bus but is no node of ours. */
  private Future<?> raw(Request request, String token, long millisLeft) {
    var options =
        new DeliveryOptions()
            .setSendTimeout(5_000)
            .addHeader("deadline-ms", Long.toString(millisLeft));
    if (token != null) {
      options.addHeader("token", token);
    }
    var address = role() + '@' + node.platform().directory().self();
    return node.vertx().eventBus().request(address, request, options);
  }

  private static Fault fault(Future<?> asked) {
    return switch (Await.failure(asked)) {
      case FaultException fault -> fault.fault();
      case ReplyException reply -> Fault.of(reply.failureCode());
      case Throwable other -> throw new AssertionError("not a fault", other);
    };
  }

  private long events() {
    return database.number("SELECT count(*) FROM \"%s\".event".formatted(role()));
  }

  private void lock(java.sql.Connection connection) throws java.sql.SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute(
          "LOCK TABLE \"%s\".%s IN ACCESS EXCLUSIVE MODE".formatted(role(), tableOfCommand()));
    }
  }
}
