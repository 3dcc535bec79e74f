package io.tidegate.gateway.route;

import io.tidegate.gateway.contract.HttpContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/**
 * The interactive API reference: {@code /openapi.yaml}, {@code /docs} and the files it needs.
 *
 * <p>All of it comes from the class path and is held in memory (about 2 MB). Only the files that
 * are named here are served; anything else under {@code /docs/} is left to later routes. The page
 * runs under a policy that allows this origin alone, and no inline script.
 */
public final class DocsRoutes {

  private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  // Everything may have changed with the next deployment: ask, and mostly hear 304.
  private static final String ASK_ALWAYS = "no-cache";

  // The viewer changes only with its own version.
  private static final String ASK_DAILY = "public, max-age=86400";

  // The viewer sets styles by script (which 'self' allows) and draws its icons from data: images.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  private final Map<String, WebFile> files;

  private DocsRoutes(Map<String, WebFile> files) {
    this.files = files;
  }

  /** Reads the files; fails where one is missing. */
  public static Future<DocsRoutes> load(Vertx vertx) {
    return vertx.executeBlocking(DocsRoutes::read);
  }

  /** Adds the routes, for GET and HEAD. */
  public void mount(Router router) {
    files.forEach(
        (path, file) ->
            router
                .route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(
                    context -> {
                      context
                          .response()
                          .putHeader("Content-Security-Policy", POLICY)
                          .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                          .putHeader("Referrer-Policy", "no-referrer");
                      file.answer(context);
                    }));
  }

  private static DocsRoutes read() {
    var viewer = "META-INF/resources/webjars/swagger-ui/" + viewerVersion() + "/";
    return new DocsRoutes(
        Map.of(
            "/openapi.yaml",
            WebFile.read(HttpContract.RESOURCE, "application/yaml", ASK_ALWAYS),
            "/docs",
            WebFile.read("web/docs/index.html", "text/html; charset=utf-8", ASK_ALWAYS),
            "/docs/docs.css",
            WebFile.read("web/docs/docs.css", "text/css; charset=utf-8", ASK_ALWAYS),
            "/docs/docs.js",
            WebFile.read("web/docs/docs.js", "text/javascript; charset=utf-8", ASK_ALWAYS),
            "/docs/swagger-ui/swagger-ui.css",
            WebFile.read(viewer + "swagger-ui.css", "text/css; charset=utf-8", ASK_DAILY),
            "/docs/swagger-ui/swagger-ui-bundle.js",
            WebFile.read(
                viewer + "swagger-ui-bundle.js", "text/javascript; charset=utf-8", ASK_DAILY),
            "/docs/swagger-ui/favicon-32x32.png",
            WebFile.read(viewer + "favicon-32x32.png", "image/png", ASK_DAILY)));
  }

  /** The webjar says itself which version it is, so that only the build names it. */
  private static String viewerVersion() {
    var properties = new Properties();
    try {
      properties.load(new StringReader(new String(WebFile.bytes(WEBJAR), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var version = properties.getProperty("version");
    if (version == null) {
      throw new IllegalStateException(WEBJAR + " has no version");
    }
    return version;
  }
}
