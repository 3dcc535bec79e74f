/**
 * What the tests of all domains share: real engines, a database of their own, a node in the test's
 * own process, the contract that every domain's verticle keeps, and waiting without sleeping.
 */
package io.tidegate.testkit;
