package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class InParallelTest {

  @Test
  void runsEveryTaskOnce() throws InterruptedException {
    var runs = new ConcurrentHashMap<Integer, Integer>();
    InParallel.run(1000, 50, number -> runs.merge(number, 1, Integer::sum));
    assertEquals(1000, runs.size());
    assertTrue(runs.values().stream().allMatch(times -> times == 1));
  }

  @Test
  void runsThatManyAtOnceAndNoMore() throws InterruptedException {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var allFive = new CountDownLatch(5);
    InParallel.run(
        25,
        5,
        _ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          allFive.countDown();
          assertTrue(allFive.await(10, TimeUnit.SECONDS));
          running.decrementAndGet();
        });
    assertEquals(5, most.get());
  }

  @Test
  void throwsWhatATaskThrew() {
    var failure =
        assertThrows(
            DemoException.class,
            () ->
                InParallel.run(
                    10,
                    2,
                    number -> {
                      if (number == 3) {
                        throw new DemoException("number three");
                      }
                    }));
    assertEquals("number three", failure.getMessage());
  }

  @Test
  void stopsItsTasksWhenItsCallerIsInterrupted() throws InterruptedException {
    var started = new CountDownLatch(2);
    var stopped = new CountDownLatch(2);
    var never = new CountDownLatch(1);
    var caller =
        Thread.ofPlatform()
            .start(
                () ->
                    assertThrows(
                        InterruptedException.class,
                        () ->
                            InParallel.run(
                                2,
                                2,
                                _ -> {
                                  started.countDown();
                                  try {
                                    never.await();
                                  } finally {
                                    stopped.countDown();
                                  }
                                })));
    assertTrue(started.await(10, TimeUnit.SECONDS));
    caller.interrupt();
    assertTrue(stopped.await(10, TimeUnit.SECONDS));
    caller.join();
  }
}
