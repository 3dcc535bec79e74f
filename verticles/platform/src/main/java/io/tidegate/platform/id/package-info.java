/** Ids that sort by the time they were drawn. */
package io.tidegate.platform.id;
