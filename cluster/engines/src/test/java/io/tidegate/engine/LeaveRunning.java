package io.tidegate.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts an engine in a process that then dies without any farewell, as a supervisor does that is
 * killed.
 */
final class LeaveRunning {

  private LeaveRunning() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[1]);
    var engine =
        switch (arguments[0]) {
          case "postgres" -> PostgresEngine.start(Folder.postgres(folder, "secret"));
          case "kafka" -> KafkaEngine.start(Folder.kafka(folder));
          case String other -> throw new IllegalArgumentException(other);
        };
    Files.writeString(folder.resolve("pid"), Long.toString(engine.pid()));
    Runtime.getRuntime().halt(0);
  }

  /** Returns the process of the engine that is left over in the folder. */
  static ProcessHandle in(Path folder, String engine) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var starter =
        new ProcessBuilder(java, LeaveRunning.class.getName(), engine, folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("starter.log").toFile());
    starter.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    if (starter.start().waitFor() != 0) {
      throw new AssertionError(Files.readString(folder.resolve("starter.log")));
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")))).orElseThrow();
  }
}
