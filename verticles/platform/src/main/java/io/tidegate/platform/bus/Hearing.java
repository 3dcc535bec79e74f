package io.tidegate.platform.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which nodes are silent: one that owes an answer and says nothing is asked whether it is there,
 * which it answers whatever its dependencies do; it is silent until it says anything at all. The
 * cluster takes seconds to notice that of a node that stands still, and may not notice it of one
 * whose answers get lost on one way. Any thread; times are those of a monotonic clock.
 */
final class Hearing {

  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(250);

  private final Map<String, Node> nodes = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();

  private static final class Node {
    private long heardAt;
    private boolean heard;
    private boolean asked;

    synchronized void hear(long now) {
      heardAt = now;
      heard = true;
      asked = false;
    }

    synchronized boolean toBeAsked(long owesSince, long now, boolean silent) {
      var since = heard && heardAt - owesSince > 0 ? heardAt : owesSince;
      if (asked || !(silent || now - since > QUIET)) {
        return false;
      }
      asked = true;
      return true;
    }

    synchronized void noMoreAsked() {
      asked = false;
    }
  }

  /** Whether to ask a node now if it is there; the answer to that must be told. */
  boolean isToBeAsked(String node, long owesSince, long now) {
    return nodes.computeIfAbsent(node, _ -> new Node()).toBeAsked(owesSince, now, isSilent(node));
  }

  /** It said something, or nobody is there to say anything. */
  void heard(String name, long now) {
    var node = nodes.get(name);
    if (node != null) {
      node.hear(now);
    }
    silent.remove(name);
  }

  /** It did not say that it is there; the answer is whether that is new. */
  boolean unheard(String name) {
    var node = nodes.get(name);
    if (node == null) {
      // It has left meanwhile.
      return false;
    }
    node.noMoreAsked();
    return silent.add(name);
  }

  /** It is no member any more. */
  void left(String node) {
    nodes.remove(node);
    silent.remove(node);
  }

  int silentNodes() {
    return silent.size();
  }

  private boolean isSilent(String node) {
    return silent.contains(node);
  }

  /** The same nodes in the same order, but for those that are silent: they come last. */
  List<String> silentLast(List<String> ranking) {
    if (silent.isEmpty() || ranking.stream().noneMatch(silent::contains)) {
      return ranking;
    }
    var sorted = new ArrayList<>(ranking);
    sorted.sort((one, other) -> Boolean.compare(isSilent(one), isSilent(other)));
    return sorted;
  }
}
