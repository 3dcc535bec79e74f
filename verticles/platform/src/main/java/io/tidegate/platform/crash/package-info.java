/** Where tests have a process die. */
package io.tidegate.platform.crash;
