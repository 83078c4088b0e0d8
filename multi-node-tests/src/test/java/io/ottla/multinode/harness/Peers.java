package io.ottla.multinode.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Programs of others that a test starts and that run until they are ended; as a field with {@code @RegisterExtension}. After
 * each test they are killed. When it failed, their folders with logs and thread dumps stay in {@code target/nodes} and the
 * report names them.
 */
public final class Peers implements AfterTestExecutionCallback, AfterEachCallback {
    private final List<PeerProcess> running = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private boolean failed;

    /** A folder for a program, its files and its logs. */
    public Path folder(String name) {
        Path dir = Folders.fresh(Build.nodes(), name);
        folders.add(dir);
        return dir;
    }

    /** Starts a program of ours ({@code peers/*.java}), compiled against and run with a peer's jars. */
    public PeerProcess startSource(Path dir, String peer, String source, String... arguments) {
        return start(dir, peer, Build.peerSources().resolve(source).toString(), arguments);
    }

    /** Starts a main class of a peer. */
    public PeerProcess start(Path dir, String peer, String mainClass, String... arguments) {
        List<String> words = new ArrayList<>(Clients.javaWords(peer));
        words.add(mainClass);
        words.addAll(List.of(arguments));
        PeerProcess process = new PeerProcess(dir.getFileName().toString(), dir, words);
        running.add(process);
        return process;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        failed = context.getExecutionException()
                .filter(thrown -> !(thrown instanceof TestAbortedException))
                .isPresent();
        if (failed) {
            running.forEach(PeerProcess::keepEvidence);
            context.publishReportEntry("peers", folders.toString());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running.stream().filter(PeerProcess::isAlive).forEach(PeerProcess::kill9);
        if (!failed) {
            folders.stream().filter(Files::exists).forEach(Folders::delete);
        }
        running.clear();
        folders.clear();
    }
}
