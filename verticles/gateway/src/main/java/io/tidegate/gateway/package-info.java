/**
 * Gateway: the HTTP edge of a node.
 *
 * <p>Owns nothing. Answers {@code openapi/tidegate.yaml}, the pages at {@code /} and {@code /docs},
 * and health. For each request: {@code admission} gives it an id, a trace and a deadline; {@code
 * caller} says whose it is and whether the login still holds; {@code contract} checks it; a class
 * of {@code route} turns it into a question for a domain, which {@code call} asks over the bus and
 * answers from; {@code problem} is the form of everything that goes wrong. {@code stream} follows
 * orders live, woken by {@code tidegate.order.events}.
 */
package io.tidegate.gateway;
