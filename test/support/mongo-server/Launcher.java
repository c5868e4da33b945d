import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

/** Usage: java -cp 'target/dependency/*' Launcher.java FILE. Prints the address, ends on SIGTERM with the file closed. */
class Launcher {
  /** The driver refuses servers older than wire version 9. */
  record Version(List<Integer> getVersionArray, int getWireVersion) implements MongoVersion {}

  public static void main(String[] args) {
    var backend = new H2Backend(args[0]);
    backend.version(new Version(List.of(7, 0, 0), 21));
    var server = new MongoServer(backend);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    var address = server.bind();
    System.out.println("mongodb://127.0.0.1:" + address.getPort());
    System.out.flush();
  }
}
