package io.tidegate.gateway.contract;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What the contract must hold, written down a second time: its calls, and a good body for each. */
final class ContractSamples {

  static final Map<String, String> CALLS =
      Map.ofEntries(
          Map.entry("signUp", "POST /auth/signup"),
          Map.entry("logIn", "POST /auth/login"),
          Map.entry("reissue", "POST /auth/reissue"),
          Map.entry("logOut", "POST /auth/logout"),
          Map.entry("logOutAll", "POST /auth/logout-all"),
          Map.entry("getKeys", "GET /.well-known/jwks.json"),
          Map.entry("getMe", "GET /api/member/me"),
          Map.entry("getMember", "GET /api/member/{email}"),
          Map.entry("listSessions", "GET /api/member/sessions"),
          Map.entry("endSession", "DELETE /api/member/sessions/{sid}"),
          Map.entry("disableMember", "POST /api/admin/members/{memberId}/disable"),
          Map.entry("enableMember", "POST /api/admin/members/{memberId}/enable"),
          Map.entry("listChannels", "GET /api/channels"),
          Map.entry("createChannel", "POST /api/admin/channels"),
          Map.entry("listOffers", "GET /api/channels/{channel}/products"),
          Map.entry("getOffer", "GET /api/channels/{channel}/products/{sku}"),
          Map.entry("registerProduct", "POST /api/admin/products"),
          Map.entry("changeProduct", "PUT /api/admin/products/{sku}"),
          Map.entry("getProduct", "GET /api/admin/products/{sku}"),
          Map.entry("receiveStock", "POST /api/admin/stock/receipts"),
          Map.entry("getStock", "GET /api/stock/{sku}"),
          Map.entry("listMovements", "GET /api/admin/stock/{sku}/movements"),
          Map.entry("placeOrder", "POST /api/orders"),
          Map.entry("getOrder", "GET /api/orders/{orderId}"),
          Map.entry("listOrders", "GET /api/orders"),
          Map.entry("cancelOrder", "POST /api/orders/{orderId}/cancel"),
          Map.entry("listOrderEvents", "GET /api/orders/{orderId}/events"),
          Map.entry("streamOrder", "GET /api/orders/{orderId}/stream"),
          Map.entry("getOrderDelivery", "GET /api/orders/{orderId}/delivery"),
          Map.entry("listSales", "GET /api/admin/orders"),
          Map.entry("listDeliveries", "GET /api/admin/deliveries"),
          Map.entry("dispatchDeliveries", "POST /api/admin/deliveries/dispatch"),
          Map.entry("confirmDelivery", "POST /api/admin/deliveries/{deliveryId}/delivered"),
          Map.entry("listBreakers", "GET /ops/api/breakers"),
          Map.entry("listDeadLetters", "GET /ops/api/dead-letters"),
          Map.entry("retryDeadLetter", "POST /ops/api/dead-letters/{id}/retry"),
          Map.entry("getLiveness", "GET /health/live"),
          Map.entry("getReadiness", "GET /health/ready"));

  private static final String PRODUCT =
      """
      {"sku": "TEA-1", "name": "보성 녹차", "unit": "pack", "attributes": {"origin": "Boseong"},
       "offers": [{"channel": "WEB", "price": {"amount": 12900, "currency": "KRW"},
         "discountPercent": 10, "promotion": null, "paymentMethods": ["CARD", "POINT"],
         "shipping": {"method": "STANDARD", "fee": {"amount": 0, "currency": "KRW"},
           "leadTimeDays": 2}}]}
      """;

  static final Map<String, String> BODIES =
      Map.of(
          "signUp",
          """
          {"email": "mina@example.com", "password": "eight888"}
          """,
          "logIn",
          """
          {"email": "mina@example.com", "password": "wrong"}
          """,
          "reissue",
          """
          {"accessToken": "a.b.c", "refreshToken": "d"}
          """,
          "createChannel",
          """
          {"channel": "POPUP", "name": "Pop-up store"}
          """,
          "registerProduct",
          PRODUCT,
          "changeProduct",
          PRODUCT,
          "receiveStock",
          """
          {"sku": "TEA-1", "quantity": 500, "reference": "delivery note 4711"}
          """,
          "placeOrder",
          """
          {"channel": "WEB", "lines": [{"sku": "TEA-1", "quantity": 10000}],
           "paymentMethod": "CARD", "deliveryAddress": {"recipient": "Kim Mina",
             "line1": "12 Sejong-daero", "city": "서울", "postalCode": "04524", "country": "KR"}}
          """,
          "dispatchDeliveries",
          """
          {"limit": 500}
          """);

  private ContractSamples() {}

  /** A good body of the call, new each time, so that it can be spoilt. */
  static JsonObject body(String call) {
    return new JsonObject(BODIES.get(call));
  }

  static Object json(String text) {
    return Json.decodeValue(text);
  }
}
