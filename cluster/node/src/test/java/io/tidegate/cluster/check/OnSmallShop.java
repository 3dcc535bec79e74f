package io.tidegate.cluster.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests on the {@link SmallShop} that all such tests share, one class at a time; each leaves it as
 * it found it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedSmallShop.class)
@ResourceLock("the small shop")
@interface OnSmallShop {}
