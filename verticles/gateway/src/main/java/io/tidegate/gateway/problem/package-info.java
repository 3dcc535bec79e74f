/** Everything that goes wrong, as RFC 9457 says it: the only place where problems get a form. */
package io.tidegate.gateway.problem;
