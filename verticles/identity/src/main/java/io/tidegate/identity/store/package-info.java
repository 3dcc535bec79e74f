/** The tables of identity, and the statements on them. */
package io.tidegate.identity.store;
