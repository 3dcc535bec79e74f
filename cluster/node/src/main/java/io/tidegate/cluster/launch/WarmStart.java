package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the nodes of a shop do about {@link AotCache}. */
sealed interface WarmStart {

  /** Further flags for the JVM of the node of that index, of a shop with those settings. */
  List<String> flags(Conf conf, int index);

  /** How long a node may take to write something down after it has left. */
  Duration writing();

  /** They start from the cache, where there is one and the settings do not forbid it. */
  record From(Optional<AotCache> cache) implements WarmStart {

    @Override
    public List<String> flags(Conf conf, int index) {
      var wanted = conf.section("node").flag("warmStart");
      return cache.filter(_ -> wanted).map(AotCache::use).orElse(List.of());
    }

    @Override
    public Duration writing() {
      return Duration.ZERO;
    }
  }

  /** The first one records for a cache. */
  record Recording(Path recording) implements WarmStart {

    @Override
    public List<String> flags(Conf conf, int index) {
      return index == 1 ? AotCache.record(recording) : List.of();
    }

    @Override
    public Duration writing() {
      return Duration.ofMinutes(3);
    }
  }
}
