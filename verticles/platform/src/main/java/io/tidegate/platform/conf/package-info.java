/** Settings: files, overlays, environment; typed and checked before anything starts. */
package io.tidegate.platform.conf;
