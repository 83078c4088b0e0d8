package io.ottla.server.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ottla completion bash|zsh}: prints the script that completes this command line. */
@Command(name = "completion", description = "Print a completion script: source <(ottla completion bash), or zsh.")
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell;

    /** The shells there is a script for. */
    enum Shell {
        BASH,
        ZSH
    }

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (shell == Shell.ZSH) {
            // The one script serves both shells, once zsh has loaded its support for bash's.
            console.out().println("autoload -U +X compinit && compinit; autoload -U +X bashcompinit && bashcompinit");
        }
        console.out().println(AutoComplete.bash("ottla", spec.root().commandLine()));
        return 0;
    }
}
