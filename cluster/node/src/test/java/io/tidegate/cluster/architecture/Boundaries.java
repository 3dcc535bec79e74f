package io.tidegate.cluster.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The boundaries of the tree, each with its reason. */
final class Boundaries {

  static final List<String> DOMAINS =
      List.of("identity", "catalog", "inventory", "order", "delivery");

  private Boundaries() {}

  /** All rules, for the classes below a package. */
  static Map<String, ArchRule> below(String root) {
    var rules = new LinkedHashMap<String, ArchRule>();
    for (var domain : DOMAINS) {
      rules.put(domain + " is alone", domainIsAlone(root, domain));
    }
    rules.put("the core is pure", coreIsPure(root));
    rules.put("the core has no clock", coreHasNoClock(root));
    rules.put("contracts need nothing", contractsNeedNothing(root));
    rules.put("platform knows no domain", platformKnowsNoDomain(root));
    rules.put("nobody waits on an event loop", nobodyWaits(root));
    rules.put("one registrar of consumers", oneRegistrar(root));
    rules.put("JSON objects stay at the edges", jsonAtTheEdges(root));
    rules.put("names say what a thing is", namesSayWhat(root));
    return rules;
  }

  private static ArchRule domainIsAlone(String root, String domain) {
    var others = new ArrayList<String>();
    DOMAINS.stream()
        .filter(other -> !other.equals(domain))
        .forEach(other -> others.add(root + "." + other + ".."));
    others.add(root + ".gateway..");
    others.add(root + ".cluster..");
    return noClasses()
        .that()
        .resideInAPackage(root + "." + domain + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.toArray(String[]::new))
        .because("domains talk by contracts, or they cannot be split, scaled or changed alone")
        .allowEmptyShould(true);
  }

  private static ArchRule coreIsPure(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".*.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", root + ".contracts..", root + ".*.domain..")
        .because("what is decided must not hang on I/O, so that it can be tested without any")
        .allowEmptyShould(true);
  }

  private static ArchRule coreHasNoClock(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + ".*.domain..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .because("time comes with the command, or a decision cannot be made again")
        .allowEmptyShould(true);
  }

  private static ArchRule contractsNeedNothing(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".contracts..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", root + ".contracts..")
        .because("who reads the contracts must not be bound to our libraries")
        .allowEmptyShould(true);
  }

  private static ArchRule platformKnowsNoDomain(String root) {
    var domains =
        new ArrayList<>(DOMAINS.stream().map(domain -> root + "." + domain + "..").toList());
    domains.add(root + ".gateway..");
    domains.add(root + ".cluster..");
    return noClasses()
        .that()
        .resideInAPackage(root + ".platform..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(domains.toArray(String[]::new))
        .because("the chassis carries any domain")
        .allowEmptyShould(true);
  }

  private static ArchRule nobodyWaits(String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(root + ".platform..", root + ".gateway..")
        .should()
        .callMethod(Future.class, "await")
        .because("they run on event loops, where waiting stops everybody (ADR 0003)")
        .allowEmptyShould(true);
  }

  private static ArchRule oneRegistrar(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".platform.bus..")
        .should()
        .callMethod(EventBus.class, "consumer", String.class)
        .orShould()
        .callMethod(EventBus.class, "consumer", String.class, io.vertx.core.Handler.class)
        .because("a consumer that waits serves one request at a time, and nothing says so")
        .allowEmptyShould(true);
  }

  private static ArchRule jsonAtTheEdges(String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(
            DOMAINS.stream()
                .filter(domain -> !domain.equals("identity"))
                .map(domain -> root + "." + domain + "..")
                .toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.vertx.core.json.JsonObject")
        .because("records have names and types; identity alone has JSON of its own, its keys")
        .allowEmptyShould(true);
  }

  private static ArchRule namesSayWhat(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
        .because("such a name says that nobody knew what the class is for")
        .allowEmptyShould(true);
  }
}
