/** The composition root: which verticles run on a node, and how a node starts and ends. */
package io.tidegate.cluster;
