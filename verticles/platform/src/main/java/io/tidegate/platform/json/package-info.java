/** The one JSON form of contract records. */
package io.tidegate.platform.json;
