#!/bin/sh
# Ask for more than there is: refused, nothing reserved, and the reason is kept.
set -eu
. "$(dirname "$0")/lib.sh"

json='Content-Type: application/json'
sku=LAST-$(unique 1)

log_in_as_admin
admin="Authorization: Bearer $token"
call POST /api/admin/products -H "$admin" -H "$json" -H "Idempotency-Key: $(unique product)" -d '{
  "sku": "'"$sku"'", "name": "달항아리 · Moon jar", "unit": "piece",
  "offers": [{"channel": "WEB", "price": {"amount": 89000, "currency": "KRW"},
    "paymentMethods": ["CARD"],
    "shipping": {"method": "STANDARD", "fee": {"amount": 3000, "currency": "KRW"}, "leadTimeDays": 2}}]}'
expect 201
call POST /api/admin/stock/receipts -H "$admin" -H "$json" -H "Idempotency-Key: $(unique receipt)" \
  -d '{"sku": "'"$sku"'", "quantity": 3, "reference": "example"}'
expect 201

email=mina-$(unique c)@example.com
call POST /auth/signup -H "$json" -d '{"email":"'"$email"'","password":"correct horse battery"}'
expect 201
log_in "$email" 'correct horse battery'
member="Authorization: Bearer $token"

call POST /api/orders -H "$member" -H "$json" -H "Idempotency-Key: $(unique order)" -d '{
  "channel": "WEB", "lines": [{"sku": "'"$sku"'", "quantity": 5}], "paymentMethod": "CARD",
  "deliveryAddress": {"recipient": "Kim Mina", "line1": "12 Sejong-daero", "city": "Seoul",
    "postalCode": "04524", "country": "KR"}}'
expect 409
order=$(field orderId)

call GET "/api/stock/$sku"
expect 200
[ "$(field available)" = 3 ]

call GET "/api/orders/$order" -H "$member"
expect 200
call GET "/api/orders/$order/events" -H "$member"
expect 200
