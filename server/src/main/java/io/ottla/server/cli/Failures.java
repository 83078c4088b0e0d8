package io.ottla.server.cli;

import io.ottla.server.StartFailure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Answers a command that failed: one line, and the stack trace only for those who asked to hear more. */
final class Failures implements IExecutionExceptionHandler {
    private final OttlaCommand ottla;

    Failures(OttlaCommand ottla) {
        this.ottla = ottla;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof UsageError) {
            UsageErrors.print(command, FailureMessages.of(failure));
        } else {
            err.println("ottla: " + FailureMessages.of(failure));
        }
        if (ottla.verbose()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode(failure);
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof StartFailure startFailure) {
            return startFailure.exitCode();
        }
        return failure instanceof UsageError ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
