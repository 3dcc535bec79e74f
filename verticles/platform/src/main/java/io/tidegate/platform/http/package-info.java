/** What every node answers over HTTP. */
package io.tidegate.platform.http;
