/** What makes a node of verticles: modules, health, background. */
package io.tidegate.platform.run;
