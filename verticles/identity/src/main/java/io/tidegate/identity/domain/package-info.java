/** The rules of identity: pure, without a clock, a database or a thread. */
package io.tidegate.identity.domain;
