package io.tidegate.gateway.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.Rejection;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The JSON of an order, written out by hand because it is the answer that is given most: the same
 * as {@link io.tidegate.platform.json.Json} gives, at half the cost. Any thread.
 */
final class OrderJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private static final int USUAL_BYTES = 512;

  private OrderJson() {}

  static Buffer of(OrderView order) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      write(json, order);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, OrderView order) throws IOException {
    json.writeStartObject();
    json.writeStringField("orderId", order.orderId().toString());
    json.writeStringField("status", order.status().name());
    json.writeStringField("channel", order.channel().value());
    json.writeArrayFieldStart("lines");
    for (var line : order.lines()) {
      write(json, line);
    }
    json.writeEndArray();
    write(json, "shippingFee", order.shippingFee());
    write(json, "total", order.total());
    json.writeStringField("paymentMethod", order.paymentMethod());
    json.writeStringField("estimatedDelivery", order.estimatedDelivery().toString());
    json.writeStringField("placedAt", order.placedAt().toString());
    json.writeStringField("updatedAt", order.updatedAt().toString());
    write(json, order.rejection());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, OrderLine line) throws IOException {
    json.writeStartObject();
    json.writeStringField("sku", line.sku().value());
    json.writeStringField("name", line.name());
    json.writeNumberField("quantity", line.quantity());
    write(json, "unitPrice", line.unitPrice());
    write(json, "lineTotal", line.lineTotal());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Money money) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("amount", money.amount());
    json.writeStringField("currency", money.currency());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Rejection rejection) throws IOException {
    if (rejection == null) {
      json.writeNullField("rejection");
      return;
    }
    json.writeObjectFieldStart("rejection");
    json.writeStringField("slug", rejection.slug());
    json.writeStringField("detail", rejection.detail());
    json.writeStringField("sku", rejection.sku() == null ? null : rejection.sku().value());
    json.writeEndObject();
  }
}
