package io.ottla.actors.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;

/** The configuration of a node's actor system: {@code ottla.conf} of this module over Akka's own. */
public final class NodeConfig {
    private NodeConfig() {}

    /** The configuration of a node that listens where it is reached. */
    public static Config of(String host, int port, Path journalFolder, int logDirs) {
        return of(host, host, port, journalFolder, logDirs);
    }

    /**
     * The configuration of one node.
     *
     * @param host where other nodes reach it
     * @param bindHost the address it listens on
     * @param port where it listens and other nodes reach it; 0 picks a free one
     * @param journalFolder where its part of the metadata journal is
     * @param logDirs how many log directories it has; each gets a dispatcher
     */
    public static Config of(String host, String bindHost, int port, Path journalFolder, int logDirs) {
        Config base = ConfigFactory.parseResourcesAnySyntax(NodeConfig.class.getClassLoader(), "ottla.conf");
        Config result = base.withValue("akka.remote.artery.canonical.hostname", ConfigValueFactory.fromAnyRef(host))
                .withValue("akka.remote.artery.bind.hostname", ConfigValueFactory.fromAnyRef(bindHost))
                .withValue("akka.remote.artery.canonical.port", ConfigValueFactory.fromAnyRef(port))
                .withValue("ottla.journal.folder", ConfigValueFactory.fromAnyRef(journalFolder.toString()));
        for (int i = 0; i < logDirs; i++) {
            result = result.withValue(Disks.DISPATCHER_PREFIX + i, base.getValue("ottla.log-dir-dispatcher"));
        }
        return result.withFallback(ConfigFactory.defaultReference(NodeConfig.class.getClassLoader()))
                .resolve();
    }
}
