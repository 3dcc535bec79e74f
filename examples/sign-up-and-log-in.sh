#!/bin/sh
# Become a member, log in, ask who you are, renew the tokens, log out.
set -eu
. "$(dirname "$0")/lib.sh"

email=mina-$(unique a)@example.com
password='correct horse battery'
json='Content-Type: application/json'

call POST /auth/signup -H "$json" -d '{"email":"'"$email"'","password":"'"$password"'"}'
expect 201

call POST /auth/login -H "$json" -d '{"email":"'"$email"'","password":"a wrong one"}'
expect 401

call POST /auth/login -H "$json" -d '{"email":"'"$email"'","password":"'"$password"'"}'
expect 200
token=$(field accessToken)
refresh=$(field refreshToken)

call GET /api/member/me -H "Authorization: Bearer $token"
expect 200

call POST /auth/reissue -H "$json" -d '{"accessToken":"'"$token"'","refreshToken":"'"$refresh"'"}'
expect 200
token=$(field accessToken)

call POST /auth/logout -H "Authorization: Bearer $token"
expect 204
