/** What networks and dying machines do to connections, for tests to switch on. */
package io.tidegate.testkit.fault;
