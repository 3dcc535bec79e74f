# What the examples share. Source it.

TIDEGATE_URL=${TIDEGATE_URL:-http://127.0.0.1:8080}
TIDEGATE_DATA=${TIDEGATE_DATA:-$(dirname "$0")/../.tidegate}

# Sends a request and prints the body; the status is in $status afterwards. Ends the script when the shop is not there.
#   call METHOD PATH [curl option...]
call() {
  call_method=$1 call_path=$2
  shift 2
  answer=$(curl -sS -X "$call_method" -w '\n%{http_code}' "$@" "$TIDEGATE_URL$call_path") || {
    echo "There is no shop at $TIDEGATE_URL: start it with ./tidegate up" >&2
    exit 1
  }
  status=${answer##*
}
  body=${answer%
*}
  echo "$call_method $call_path → $status"
  [ -z "$body" ] || echo "  $body"
}

# Ends the script unless the last status is this one.
expect() {
  [ "$status" = "$1" ] || {
    echo "Expected $1." >&2
    exit 1
  }
}

# Prints a text or number of the last body: field NAME
field() { printf '%s' "$body" | sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\).*/\1/p'; }

# Something that nobody has used before, for keys, addresses and SKUs.
unique() { echo "$(date +%s)-$$-$1"; }

# Logs in and keeps the access token in $token: log_in EMAIL PASSWORD
log_in() {
  body=$(curl -sS --fail -H 'Content-Type: application/json' -d '{"email":"'"$1"'","password":"'"$2"'"}' \
    "$TIDEGATE_URL/auth/login") || exit 1
  token=$(field accessToken)
}

# Logs in as the shop's admin, whose password was drawn at the first start.
log_in_as_admin() {
  body=$(sed -n '/"admin"/,/}/p' "$TIDEGATE_DATA/local.json")
  log_in "$(field email)" "$(field password)"
}
