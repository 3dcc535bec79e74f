/** What networks and dying machines do to connections, to be switched on. */
package io.tidegate.engine.fault;
