package io.tidegate.simulation.world;

import io.netty.channel.AbstractEventLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** An event loop whose turns come when the world says so, and whose timers are in virtual time. */
final class Loop extends AbstractEventLoop {

  /** What a task costs: enough for others to come in between. */
  private static final long TASK_NANOS = 20_000;

  private final World world;
  private final Machine machine;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean hasTurn;

  Loop(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
  }

  Machine machine() {
    return machine;
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return world.isRunning(this);
  }

  @Override
  public void execute(Runnable task) {
    if (World.current() != world) {
      // From a thread of the JVM's own: no seed decides when.
      world.stray(task);
      return;
    }
    if (!machine.isDead()) {
      tasks.add(task);
      takeTurn(1 + world.random().nextLong(TASK_NANOS));
    }
  }

  private void takeTurn(long delay) {
    if (!hasTurn) {
      hasTurn = true;
      world.after(Math.max(delay, machine.pausedUntil() - world.nanos()), this::turn);
    }
  }

  private void turn() {
    hasTurn = false;
    if (machine.isDead()) {
      tasks.clear();
    } else if (machine.pausedUntil() > world.nanos()) {
      takeTurn(0);
    } else {
      world.running(this);
      try {
        for (var left = tasks.size(); left > 0 && !machine.isDead(); left--) {
          tasks.poll().run();
        }
      } catch (RuntimeException | Error failure) {
        world.strange("a task failed: " + failure);
      } finally {
        world.running(null);
      }
      if (!tasks.isEmpty()) {
        takeTurn(1 + world.random().nextLong(TASK_NANOS));
      }
    }
  }

  private final class Timer extends DefaultPromise<Object> implements ScheduledFuture<Object> {

    private final Callable<?> task;
    private final long periodNanos;
    private long at;

    private Timer(Callable<?> task, long delayNanos, long periodNanos) {
      super(Loop.this);
      this.task = task;
      this.periodNanos = periodNanos;
      begin(delayNanos);
    }

    private void begin(long delayNanos) {
      at = world.nanos() + delayNanos;
      world.after(delayNanos, this::ring);
    }

    private void ring() {
      if (!isDone()) {
        Loop.this.execute(this::run);
      }
    }

    private void run() {
      if (isDone()) {
        return;
      }
      try {
        task.call();
      } catch (Exception failure) {
        world.strange("a timer failed: " + failure);
      }
      if (isDone()) {
        return;
      }
      if (periodNanos > 0) {
        begin(periodNanos);
      } else {
        trySuccess(null);
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - world.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return timer(command, unit.toNanos(delay), 0);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return (ScheduledFuture<V>) new Timer(callable, unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return timer(command, unit.toNanos(initialDelay), unit.toNanos(period));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return timer(command, unit.toNanos(initialDelay), unit.toNanos(delay));
  }

  private ScheduledFuture<?> timer(Runnable command, long delayNanos, long periodNanos) {
    return new Timer(
        () -> {
          command.run();
          return null;
        },
        delayNanos,
        periodNanos);
  }

  // It has no channels, and ends with its world.

  @Override
  public ChannelFuture register(Channel channel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return terminationFuture();
  }

  @Override
  public Future<?> terminationFuture() {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
  }

  @Override
  @Deprecated
  public void shutdown() {}

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
