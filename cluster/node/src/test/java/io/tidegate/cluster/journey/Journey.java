package io.tidegate.cluster.journey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test against the shop that all journeys share: its constructor takes a {@link Shop}. One class
 * at a time visits it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedShop.class)
@ResourceLock(Journey.SHOP)
@Tag("journey")
@Timeout(240)
@interface Journey {

  /** What one class at a time may have: two shops at once are too much for two cores. */
  String SHOP = "the shop that journeys share";
}
