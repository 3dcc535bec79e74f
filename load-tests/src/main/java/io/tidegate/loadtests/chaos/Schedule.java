package io.tidegate.loadtests.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is done to the shop, step by step, without end. A seed and the kinds that are wanted give
 * the same steps everywhere and always: {@link Random} is specified to the last bit. Every kind
 * comes once before any comes again; every third step has a second fault in another part of the
 * shop.
 */
final class Schedule {

  private static final int CALM_MILLIS_MIN = 2_000;
  private static final int CALM_MILLIS_MAX = 4_000;
  private static final int TOGETHER_EVERY = 3;
  private static final int LATER_MILLIS_MAX = 2_000;

  private final Random random;
  private final int nodes;
  private final List<FaultKind> kinds;
  private final List<FaultKind> left = new ArrayList<>();
  private int number;

  Schedule(long seed, int nodes, List<FaultKind> kinds) {
    this.random = new Random(seed);
    this.nodes = nodes;
    this.kinds = List.copyOf(kinds);
  }

  Step next() {
    number++;
    var faults = new ArrayList<Fault>();
    var calm = millis(CALM_MILLIS_MIN, CALM_MILLIS_MAX);
    var first = draw();
    faults.add(fault(first, Duration.ZERO));
    if (number % TOGETHER_EVERY == 0) {
      var others = kinds.stream().filter(kind -> kind.part() != first.part()).toList();
      if (!others.isEmpty()) {
        var second = others.get(random.nextInt(others.size()));
        faults.add(fault(second, millis(0, LATER_MILLIS_MAX)));
      }
    }
    return new Step(number, calm, faults);
  }

  private FaultKind draw() {
    if (left.isEmpty()) {
      left.addAll(kinds);
      Collections.shuffle(left, random);
    }
    return left.removeLast();
  }

  private Fault fault(FaultKind kind, Duration after) {
    var hold = millis(kind.holdSecondsMin() * 1_000, kind.holdSecondsMax() * 1_000);
    return new Fault(kind, some(kind.nodes()), after, hold);
  }

  private List<Integer> some(int count) {
    var all = new ArrayList<>(IntStream.rangeClosed(1, nodes).boxed().toList());
    Collections.shuffle(all, random);
    return all.subList(0, count).stream().sorted().toList();
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(least == most ? least : least + random.nextInt(most - least));
  }
}
