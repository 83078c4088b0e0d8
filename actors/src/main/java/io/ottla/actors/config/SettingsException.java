package io.ottla.actors.config;

import java.nio.file.Path;
import java.util.List;

/** Settings that a broker cannot start with. The message has one line for each problem, saying what to do. */
public final class SettingsException extends RuntimeException {
    private final List<String> problems;

    /** All that is wrong, at least one. */
    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    private SettingsException(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    /** A file that is not written as its kind of file is. */
    static SettingsException inFile(Path file, RuntimeException malformed) {
        return new SettingsException(file + ": " + malformed.getMessage(), malformed);
    }

    /** All that is wrong, one sentence each. */
    public List<String> problems() {
        return problems;
    }
}
