package io.ottla.server.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that makes no sense: what is wrong with it, how it is written, where to read more. */
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        print(command, message(failure) + suggestions(failure));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Prints the message with the command's synopsis. */
    static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println("ottla: " + message);
        err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
        err.println("Try '" + name + " --help'.");
        err.flush();
    }

    /** picocli's own messages begin with "Error: " here and there. */
    private static String message(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
    }

    private static String suggestions(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> names = unmatched.getSuggestions();
        return names.isEmpty() ? "" : "; did you mean " + String.join(" or ", names) + "?";
    }
}
