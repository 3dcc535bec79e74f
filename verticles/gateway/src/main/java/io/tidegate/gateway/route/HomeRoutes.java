package io.tidegate.gateway.route;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** The page at {@code /}: what this is, and where to go on. Event loop. */
public final class HomeRoutes {

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  private final WebFile page;
  private final WebFile style;

  private HomeRoutes(WebFile page, WebFile style) {
    this.page = page;
    this.style = style;
  }

  /** Reads the page; fails where it is missing. */
  public static Future<HomeRoutes> load(Vertx vertx) {
    return vertx.executeBlocking(
        () ->
            new HomeRoutes(
                WebFile.read("web/home/index.html", "text/html; charset=utf-8", "no-cache"),
                WebFile.read("web/home/home.css", "text/css; charset=utf-8", "no-cache")));
  }

  /** Adds the routes, for GET and HEAD. */
  public void mount(Router router) {
    serve(router, "/", page);
    serve(router, "/home.css", style);
  }

  private static void serve(Router router, String path, WebFile file) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            context -> {
              context.response().putHeader("Content-Security-Policy", POLICY);
              file.answer(context);
            });
  }
}
