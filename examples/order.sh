#!/bin/sh
# Put a product on sale, take goods in, order, repeat safely, and follow the order to its dispatch.
set -eu
. "$(dirname "$0")/lib.sh"

json='Content-Type: application/json'
sku=TEA-$(unique 1)

log_in_as_admin
admin="Authorization: Bearer $token"
call POST /api/admin/products -H "$admin" -H "$json" -H "Idempotency-Key: $(unique product)" -d '{
  "sku": "'"$sku"'", "name": "보성 녹차 · Boseong green tea", "unit": "pack",
  "offers": [{"channel": "WEB", "price": {"amount": 12900, "currency": "KRW"}, "discountPercent": 10,
    "paymentMethods": ["CARD"],
    "shipping": {"method": "STANDARD", "fee": {"amount": 3000, "currency": "KRW"}, "leadTimeDays": 2}}]}'
expect 201
call POST /api/admin/stock/receipts -H "$admin" -H "$json" -H "Idempotency-Key: $(unique receipt)" \
  -d '{"sku": "'"$sku"'", "quantity": 10, "reference": "example"}'
expect 201

email=mina-$(unique b)@example.com
call POST /auth/signup -H "$json" -d '{"email":"'"$email"'","password":"correct horse battery"}'
expect 201
log_in "$email" 'correct horse battery'
member="Authorization: Bearer $token"
key=$(unique order)
cart='{"channel": "WEB", "lines": [{"sku": "'"$sku"'", "quantity": 2}], "paymentMethod": "CARD",
  "deliveryAddress": {"recipient": "Kim Mina", "line1": "12 Sejong-daero", "city": "Seoul",
    "postalCode": "04524", "country": "KR"}}'

call POST /api/orders -H "$member" -H "$json" -H "Idempotency-Key: $key" -d "$cart"
expect 201
order=$(field orderId)

# No answer? Send it again with its key: it is still one order.
call POST /api/orders -H "$member" -H "$json" -H "Idempotency-Key: $key" -d "$cart"
expect 201
[ "$(field orderId)" = "$order" ]

call GET "/api/stock/$sku"
expect 200

# The parcel is scheduled by an event, and leaves with the next batch.
tries=0
until curl -sS --fail -o /dev/null -H "$member" "$TIDEGATE_URL/api/orders/$order/delivery" 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 50 ] || { echo 'The order was not scheduled.' >&2; exit 1; }
  sleep 0.2
done
log_in_as_admin
call POST /api/admin/deliveries/dispatch -H "Authorization: Bearer $token" -H "Idempotency-Key: $(unique batch)"
expect 200

log_in "$email" 'correct horse battery'
call GET "/api/orders/$order/delivery" -H "Authorization: Bearer $token"
expect 200
call GET "/api/orders/$order/events" -H "Authorization: Bearer $token"
expect 200
