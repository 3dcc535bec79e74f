/** What may be sold, and what a change makes of a product. Pure. */
package io.tidegate.catalog.domain;
