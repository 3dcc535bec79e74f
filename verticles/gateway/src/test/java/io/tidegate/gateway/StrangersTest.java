package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.identity.IdentityApi.GetRevocations;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.contracts.identity.IdentityApi.Revocations;
import io.tidegate.gateway.contract.HttpContract;
import io.tidegate.platform.guard.JwkSet;
import io.tidegate.testkit.Await;
import io.vertx.openapi.contract.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every call of the contract by everybody who may not make it (F38): told so at the door, before a
 * body is looked at and before any domain is asked.
 */
class StrangersTest {

  /** Somebody whose login has ended. */
  private static final Caller GONE = ScriptedShop.caller(Role.values());

  private static ScriptedShop shop;
  private static List<Operation> operations;

  @BeforeAll
  static void open() {
    var ended = new Revocation(GONE.sessionId(), Instant.now());
    shop =
        ScriptedShop.starting(
            UnaryOperator.identity(),
            own ->
                own.on(GetRevocations.class, _ -> new Revocations(List.of(ended), Instant.now())));
    shop.untilReady();
    operations = Await.result(HttpContract.load(shop.node().vertx())).operations();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @AfterEach
  void noDomainWasAsked() {
    var asked =
        shop.asked(Request.class).stream()
            .filter(one -> !(one instanceof GetKeys) && !(one instanceof GetRevocations))
            .toList();
    assertEquals(List.of(), asked);
  }

  private static HttpResponse<String> attempt(Operation operation, String token) {
    var path = operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "x");
    var request = token == null ? shop.request(path) : shop.request(path, token);
    return shop.send(
        request
            .header("Content-Type", "application/json")
            .method(operation.getHttpMethod().name(), BodyPublishers.ofString("{")));
  }

  /** Somebody whom no call that asks for a token lets in. */
  private record Nobody(String name, String token, String slug) {}

  private static Stream<Nobody> nobodies() {
    var now = Instant.now();
    var later = now.plusSeconds(600);
    var admin = ScriptedShop.caller(Role.values());
    var expired = shop.token(admin, now.minusSeconds(600), now.minus(Duration.ofMinutes(1)));
    return Stream.of(
        new Nobody("nobody", null, "unauthenticated"),
        new Nobody("rubbish", "x.y.z", "unauthenticated"),
        new Nobody("expired", expired, "token-expired"),
        new Nobody("revoked", shop.token(GONE), "token-revoked"),
        new Nobody(
            "another issuer's",
            shop.token(shop.keys(), "else", "tidegate-api", admin, now, later),
            "unauthenticated"),
        new Nobody(
            "for another audience",
            shop.token(shop.keys(), "tidegate", "tidegate-bus", admin, now, later),
            "unauthenticated"),
        new Nobody(
            "forged",
            shop.token(JwkSet.generate(), "tidegate", "tidegate-api", admin, now, later),
            "unauthenticated"));
  }

  private static Operation operation(String id) {
    return operations.stream()
        .filter(one -> one.getOperationId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> letsNobodyInWhoIsNobody() {
    var asking =
        operations.stream().filter(one -> !one.getSecurityRequirements().isEmpty()).toList();
    assertEquals(28, asking.size());
    return nobodies()
        .map(
            nobody ->
                dynamicTest(
                    nobody.name(),
                    () ->
                        asking.forEach(
                            one -> problem(attempt(one, nobody.token()), 401, nobody.slug()))));
  }

  @TestFactory
  Stream<DynamicTest> letsNobodyInWithoutTheRoleThatTheContractNames() {
    var guarded =
        operations.stream().filter(one -> one.getOpenAPIModel().containsKey("x-roles")).toList();
    assertEquals(15, guarded.size());
    return guarded.stream()
        .map(one -> dynamicTest(one.getOperationId(), () -> refusesOtherRoles(one)));
  }

  private static void refusesOtherRoles(Operation operation) {
    var allowed = operation.getOpenAPIModel().getJsonArray("x-roles");
    problem(attempt(operation, shop.token()), 403, "forbidden");
    Arrays.stream(Role.values())
        .filter(role -> !allowed.contains(role.name()))
        .forEach(role -> problem(attempt(operation, shop.token(role)), 403, "forbidden"));
  }

  @Test
  void letsAServiceDispatch() {
    // Past the door: now it is the body that is wrong.
    var token = shop.token(Role.ROLE_SERVICE);
    problem(attempt(operation("dispatchDeliveries"), token), 400, "validation-failed");
  }
}
