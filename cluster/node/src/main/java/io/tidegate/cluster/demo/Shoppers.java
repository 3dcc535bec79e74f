package io.tidegate.cluster.demo;

import io.tidegate.cluster.launch.Account;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signs the demo's shoppers up, once for each data folder, and logs them in. */
final class Shoppers {

  /** Hashing a password keeps a core busy for a while: more at once would only wait. */
  private static final int AT_ONCE = 16;

  private final ShopClient shop;
  private final Screen screen;
  private final Account admin;

  Shoppers(ShopClient shop, Screen screen, Account admin) {
    this.shop = shop;
    this.screen = screen;
    this.admin = admin;
  }

  List<Shopper> enter(int count) throws InterruptedException {
    var signedUp = new ProgressBar("Sign-up", count);
    try (var _ = new LiveLine(screen, ProgressBar.PERIOD, signedUp::text)) {
      InParallel.run(
          count,
          AT_ONCE,
          number -> {
            signUp(number);
            signedUp.step();
          });
    }
    var shoppers = new Shopper[count];
    var loggedIn = new ProgressBar("Login", count);
    try (var _ = new LiveLine(screen, ProgressBar.PERIOD, loggedIn::text)) {
      InParallel.run(
          count,
          AT_ONCE,
          number -> {
            var login = Login.start(shop, number, email(number), password(number));
            shoppers[number] = new Shopper(number, memberId(number, login), login);
            loggedIn.step();
          });
    }
    return List.copyOf(Arrays.asList(shoppers));
  }

  private void signUp(int number) throws InterruptedException {
    var call =
        Call.post("/auth/signup", Map.of("email", email(number), "password", password(number)));
    var reply = shop.ask(number, call);
    // An earlier run, or an earlier try whose answer was lost, has done it.
    if (!reply.problem().equals("email-taken")) {
      reply.expect(201, call);
    }
  }

  private String memberId(int number, Login login) throws InterruptedException {
    var call = Call.get("/api/member/me").as(login.bearer());
    return shop.ask(number, call).expect(200, call).body().path("memberId").asText();
  }

  private static String email(int number) {
    return String.format(Locale.ROOT, "shopper-%04d@demo.example", number + 1);
  }

  private String password(int number) {
    return Passwords.of(email(number), admin.password());
  }
}
